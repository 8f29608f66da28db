import type Stripe from 'stripe';
import { shown } from '../money.ts';

/** An invoice on one page, in the plainest PDF there is; letters outside Latin are left out. */
export function pdfOf(invoice: Stripe.Invoice): string {
  const { number, currency, lines, total } = invoice;
  const said = [
    'TEST MODE: stand-in, no money moves',
    `Invoice ${number ?? ''} (${String(invoice.status)})`,
    `To ${invoice.customer_name ?? invoice.customer_email ?? ''}`,
    ...lines.data.map((line) => `${line.description ?? ''}: ${shown(line.amount, currency)}`),
    `Total ${shown(total, currency)}`,
  ];
  const content = `BT /F1 12 Tf 50 790 Td 18 TL ${said.map((line) => `(${plain(line)}) '`).join(' ')} ET`;
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]);
}

const plain = (text: string) =>
  text
    .replaceAll('£', 'GBP ')
    .replaceAll('€', 'EUR ')
    .replace(/[^ -~]/g, '')
    .replace(/[()\\]/g, (sign) => `\\${sign}`);

/** Objects one after the other, and the table that says where each begins. */
function written(objects: string[]): string {
  let text = '%PDF-1.4\n';
  const starts = objects.map((object, index) => {
    const start = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(start).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${starts.join('')}`;
  return `${text}${table}trailer << /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
}
