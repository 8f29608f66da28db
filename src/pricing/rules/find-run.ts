/**
 * The first place at or after `from` where the run stands in the row without a break; -1 where it does not. Knuth,
 * Morris and Pratt: at most two looks at each element of the row and of the run, however repetitive they are.
 */
export function findRun(run: ArrayLike<number>, row: ArrayLike<number>, from = 0): number {
  const back = fallbacks(run);
  let matched = 0;
  for (let at = from; at < row.length; at += 1) {
    const here = row[at];
    while (matched > 0 && run[matched] !== here) matched = back[matched - 1] ?? 0;
    if (run[matched] === here) matched += 1;
    if (matched === run.length) return at - matched + 1;
  }
  return -1;
}

/** For each beginning of the run, how much of it is also its end. */
function fallbacks(run: ArrayLike<number>): Int32Array {
  const back = new Int32Array(run.length);
  for (let at = 1, matched = 0; at < run.length; at += 1) {
    const here = run[at];
    while (matched > 0 && run[matched] !== here) matched = back[matched - 1] ?? 0;
    if (run[matched] === here) matched += 1;
    back[at] = matched;
  }
  return back;
}
