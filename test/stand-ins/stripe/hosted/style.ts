/** The one style sheet of the hosted pages. */
export const style = `
:root { color-scheme: light dark; --ink: #1c1b19; --paper: #fbfaf7; --line: #77736b; --soft: #57534b; --deep: #1d4f91; --warn: #ffd54d; --bad: #a3180f; --field: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1efe9; --paper: #1a1917; --line: #928d83; --soft: #c5c0b5; --deep: #9cc3f5; --bad: #ffa9a1; --field: #24221f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header { background: var(--warn); color: #1c1b19; padding: .75rem 1rem; text-align: center; font-size: 1.25rem; }
header p, footer p { margin: 0; }
main { max-width: 32rem; margin-inline: auto; padding: 1.5rem 1rem; }
footer { max-width: 32rem; margin-inline: auto; padding: 0 1rem 2rem; color: var(--soft); font-size: .875rem; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; }
.total { font-size: 2.25rem; font-weight: 600; font-variant-numeric: tabular-nums; margin: 0 0 1rem; }
table { border-collapse: collapse; inline-size: 100%; }
caption { text-align: start; font-weight: 600; padding-block-end: .25rem; }
th, td { border-block-end: 1px solid var(--line); padding: .5rem 0; text-align: start; font-weight: 400; vertical-align: top; overflow-wrap: anywhere; }
td { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; padding-inline-start: 1rem; }
label { display: block; font-weight: 600; margin-block-start: 1rem; }
.hint { color: var(--soft); font-size: .875rem; margin: 0; }
input, select { font: inherit; color: inherit; background: var(--field); inline-size: 100%; min-block-size: 2.75rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 4px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0 1rem; }
button { font: inherit; font-weight: 600; color: var(--paper); background: var(--deep); border: 0; border-radius: 4px; min-block-size: 3rem; inline-size: 100%; margin-block-start: 1.5rem; padding: .5rem 1rem; }
button.second { color: var(--ink); background: none; border: 1px solid var(--line); margin-block-start: .75rem; }
a { color: var(--deep); display: inline-block; padding-block: .625rem; }
:focus-visible { outline: 3px solid var(--deep); outline-offset: 2px; }
.problem { border-inline-start: 4px solid var(--bad); padding-inline-start: 1rem; margin-block: 1rem; color: var(--bad); font-weight: 600; }
summary { min-block-size: 2.75rem; padding-block: .625rem; cursor: pointer; font-weight: 600; }
code { overflow-wrap: anywhere; }
ul { padding-inline-start: 1.25rem; }
`;
