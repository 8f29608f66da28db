const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** Already safe markup, told apart from text that still needs escaping. */
export type Html = { html: string };

/** A tagged template: every value is escaped unless it is markup made by this very tag. */
export function markup(parts: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  const written = values.map((value) => {
    if (typeof value === 'string') return escape(value);
    return Array.isArray(value) ? value.map((each) => each.html).join('') : value.html;
  });
  return { html: parts.map((part, index) => part + (written[index] ?? '')).join('') };
}

export const nothing: Html = { html: '' };

/** A whole page with the banner that no page of this stand-in goes without. */
export function page(title: string, main: Html): string {
  return markup`<!DOCTYPE html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/c/style.css">
      </head>
      <body>
        <header>
          <p><strong>TEST MODE: stand-in, no money moves</strong></p>
        </header>
        <main>${main}</main>
        <footer>
          <p>
            This page stands in for Stripe Checkout during development and tests. It accepts public
            test numbers only.
          </p>
        </footer>
      </body>
    </html> `.html;
}
