const special = /[\\`*_{}[\]()#+!|~<>&-]/g;

/** Text that Markdown shall show as it is, HTML inside Markdown included. */
export function markdown(text: string): string {
  return text.replace(special, (found) => {
    if (found === '<') return '&lt;';
    return found === '&' ? '&amp;' : `\\${found}`;
  });
}
