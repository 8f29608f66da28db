import Pdf from 'pdfkit';
import { faceOf, fileOf, styles, type Style } from './pdf-faces.ts';
import { boxWidth, linesOf, type Line } from './pdf-lines.ts';

/** What can be put on paper, one below the other. */
export interface Paper {
  title(text: string): void;
  heading(text: string): void;
  /** A text with its line ends as they are; `quoted`: somebody's own words, set off. */
  text(text: string, look?: 'plain' | 'quiet' | 'quoted'): void;
  /** Names and what they are, side by side. */
  facts(rows: readonly (readonly [string, string])[]): void;
}

export interface PdfMade {
  bytes: Buffer;
  pages: number;
  /** How many characters no font has: each is a box on the paper. */
  missing: number;
  /** There was more than fits on so many pages. */
  isCut: boolean;
}

interface PdfWanted {
  title: string;
  /** Below each page, before its number. */
  foot: string;
  maxPages: number;
  madeAt: Date;
}

const margin = 50;
const paper = { width: 595, height: 842 };
const bottom = paper.height - margin - 20;

/** A document on A4 for the printer and for upload: text only, with its fonts in it. The one door to the PDF package. */
export async function makePdf(wanted: PdfWanted, write: (paper: Paper) => void): Promise<PdfMade> {
  const { title, madeAt } = wanted;
  const info = { Title: title, Producer: 'Offprint', CreationDate: madeAt, ModDate: madeAt };
  const doc = new Pdf({ size: 'A4', margin, autoFirstPage: false, info });
  const whole = bytesOf(doc);
  const sheet = sheetOf(doc, wanted);
  write(paperOf(sheet));
  doc.end();
  return { bytes: await whole, ...sheet.made };
}

async function bytesOf(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Sheet {
  made: { pages: number; missing: number; isCut: boolean };
  /** Leaves so many points free, but not on top of a page, and begins another page where what follows would not fit. */
  space(points: number, follows: number): void;
  /** Puts lines between `left` and the right edge; returns nothing where the paper has come to an end. */
  put(text: string, style: Style, left: number): void;
  /** Where the next line would stand. */
  y: number;
}

const right = paper.width - margin;

function sheetOf(doc: PDFKit.PDFDocument, { foot, maxPages }: PdfWanted): Sheet {
  const made = { pages: 0, missing: 0, isCut: false };
  const column = ({ faces: names, size }: Style, left: number) => ({
    faces: names.map(faceOf),
    size,
    width: right - left,
  });
  const sheet: Sheet = {
    made,
    y: bottom,
    space(points, follows) {
      if (sheet.y > margin) sheet.y += points;
      if (sheet.y + follows > bottom) turn();
    },
    put(text, style, left) {
      for (const line of linesOf(text, column(style, left))) {
        if (sheet.y + style.size * 1.35 > bottom) turn();
        if (made.isCut) return;
        drawLine(doc, line, { ...style, x: line.isRtl ? right - line.width : left, y: sheet.y });
        made.missing += missingIn(line);
        sheet.y += style.size * 1.35;
      }
    },
  };
  const turn = (): void => {
    if (made.pages === maxPages) {
      made.isCut = true;
      return;
    }
    doc.addPage();
    made.pages += 1;
    const words = `${foot} · ${String(made.pages)}`;
    const [line] = linesOf(words, column(styles.quiet, margin));
    const place = { x: margin, y: paper.height - margin };
    if (line !== undefined) drawLine(doc, line, { ...styles.quiet, ...place });
    sheet.y = margin;
  };
  return sheet;
}

const missingIn = ({ runs }: Line): number =>
  runs.reduce((sum, { face, text }) => sum + (face === null ? Array.from(text).length : 0), 0);

function drawLine(
  doc: PDFKit.PDFDocument,
  { runs }: Line,
  { x, y, size, colour }: Style & { x: number; y: number },
): void {
  let at = x;
  for (const { face, text, width } of runs) {
    if (face === null) drawBoxes(doc, Array.from(text).length, { x: at, y, size });
    else {
      doc.font(fileOf(face)).fontSize(size).fillColor(colour);
      // Every font has its own height; they stand on one line.
      doc.text(text, at, y + size, { lineBreak: false, baseline: 'alphabetic' });
    }
    at += width;
  }
}

function drawBoxes(
  doc: PDFKit.PDFDocument,
  count: number,
  { x, y, size }: { x: number; y: number; size: number },
): void {
  for (let box = 0; box < count; box += 1)
    doc.rect(x + (box * boxWidth + 0.05) * size, y + size * 0.3, size * 0.5, size * 0.7);
  doc.lineWidth(0.4).stroke('#777777');
}

function paperOf(sheet: Sheet): Paper {
  return {
    title(text) {
      sheet.space(0, 60);
      sheet.put(text, styles.title, margin);
    },
    heading(text) {
      sheet.space(16, 60);
      sheet.put(text, styles.heading, margin);
      sheet.y += 3;
    },
    text(text, look = 'plain') {
      sheet.space(4, 20);
      sheet.put(
        text,
        look === 'quiet' ? styles.quiet : styles.plain,
        look === 'quoted' ? margin + 14 : margin,
      );
    },
    facts(rows) {
      sheet.space(4, 14);
      for (const [name, value] of rows) {
        sheet.space(2, 14);
        const { y } = sheet;
        sheet.put(name, styles.quiet, margin);
        sheet.y = y;
        sheet.put(value, styles.plain, margin + 120);
      }
    },
  };
}
