/** The state diagram of a form, from its definition: as Mermaid to be read and diffed, as a drawing to be looked at. */
import type { Form } from '../bot/conversations/form.ts';
import { escapeHtml } from '../texts/html.ts';

/** How the person sees a question or card: a text of the locales, in the language of the gallery. */
export type NameOf = (key: string) => string;

interface Edge {
  from: string;
  to: string;
  label: string;
}

const START = 'start';
const END = 'end';
const LEFT = 'left';

/** Whoever is at a question or card can do these everywhere; drawn once, they do not hide the way. */
const ANYWHERE = 'cancel, help, home: from everywhere';

/** Questions in their order, cards beside each other, and how one comes from one to the other. */
export function edgesOf({ prompts, cards }: Form): Edge[] {
  const questions = prompts.map(({ id }) => id);
  const steps = [START, ...questions];
  const forward = questions.map((to, index) => ({
    from: steps[index] ?? START,
    to,
    label: index === 0 ? '' : 'answer',
  }));
  const backward = questions
    .slice(1)
    .map((from, index) => ({ from, to: questions[index] ?? START, label: 'back' }));
  const wrong = questions.map((question) => ({ from: question, to: question, label: 'wrong answer' }));
  const last = questions.at(-1) ?? START;
  const toCards = cards.flatMap((card) => [
    { from: last, to: card, label: 'answer' },
    { from: card, to: last, label: 'change' },
    { from: card, to: END, label: 'tap' },
  ]);
  const toEnd = cards.length === 0 ? [{ from: last, to: END, label: 'answer' }] : [];
  const leaving = [...questions, ...cards].map((from) => ({ from, to: LEFT, label: 'left alone' }));
  return [...forward, ...backward, ...wrong, ...toCards, ...toEnd, ...leaving];
}

export function mermaidOf(form: Form): string {
  const id = (name: string) => (name === START || name === END ? '[*]' : name.replaceAll('-', '_'));
  const lines = edgesOf(form).map(
    ({ from, to, label }) => `  ${id(from)} --> ${id(to)}${label ? `: ${label}` : ''}`,
  );
  return ['stateDiagram-v2', `  %% ${form.name}; ${ANYWHERE}`, ...lines].join('\n');
}

const BOX = { width: 190, height: 44 };
const ROW = 92;
const COLUMN = 230;
const MIDDLE = 300;

interface Spot {
  x: number;
  y: number;
}

/** A drawing without anything from elsewhere. */
export function drawingOf(form: Form): string {
  const rows = [START, ...form.prompts.map(({ id }) => id)];
  const spots = new Map<string, Spot>(rows.map((name, row) => [name, { x: MIDDLE, y: 40 + row * ROW }]));
  const below = 40 + rows.length * ROW;
  form.cards.forEach((card, index) => {
    spots.set(card, { x: MIDDLE + (index - (form.cards.length - 1) / 2) * COLUMN, y: below });
  });
  const bottom = below + (form.cards.length > 0 ? ROW : 0);
  spots.set(END, { x: MIDDLE, y: bottom });
  spots.set(LEFT, { x: MIDDLE + 2 * COLUMN - 40, y: (40 + bottom) / 2 });
  const drawn = edgesOf(form).map((edge) => arrow(edge, spots));
  const boxes = [...spots].map(([name, spot]) => box(name, spot, form));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 ${bottom + 60}" width="860" role="img" aria-label="${escapeHtml(form.name)}">
<style>text{font:14px Vazirmatn,Tahoma,sans-serif;text-anchor:middle;fill:#1c2530}.label{font-size:11px;fill:#5a6b7d}rect{fill:#fff;stroke:#2f6fb0;stroke-width:1.5}.card rect{fill:#eef6ee;stroke:#3b7d4a}.end rect{fill:#f1f3f5;stroke:#8794a1}path{fill:none;stroke:#8794a1;marker-end:url(#tip)}.back{stroke-dasharray:4 3}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8z" style="fill:#8794a1;stroke:none"/></marker></defs>
${drawn.join('\n')}
${boxes.join('\n')}
<text x="${MIDDLE}" y="${bottom + 48}" class="label">${ANYWHERE}</text>
</svg>`;
}

const ENDS: Record<string, string> = { [START]: '●', [END]: 'end', [LEFT]: 'reminded, then set aside' };

function box(name: string, { x, y }: Spot, { cards }: Form): string {
  const kind = cards.includes(name) ? 'card' : name in ENDS ? 'end' : 'question';
  const { width, height } = BOX;
  return `<g class="${kind}"><rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="10"/><text x="${x}" y="${y + 5}">${escapeHtml(ENDS[name] ?? name)}</text></g>`;
}

function arrow({ from, to, label }: Edge, spots: ReadonlyMap<string, Spot>): string {
  const a = spots.get(from) ?? { x: 0, y: 0 };
  const b = spots.get(to) ?? { x: 0, y: 0 };
  const half = BOX.height / 2;
  const text = (x: number, y: number) => `<text class="label" x="${x}" y="${y}">${label}</text>`;
  if (from === to) {
    const right = a.x + BOX.width / 2;
    return `<path d="M${right} ${a.y - 10} C${right + 46} ${a.y - 24} ${right + 46} ${a.y + 24} ${right} ${a.y + 10}"/>${text(right + 66, a.y + 4)}`;
  }
  if (to === LEFT) {
    return `<path class="back" d="M${a.x + BOX.width / 2} ${a.y + 16} C${b.x - 120} ${a.y + 16} ${b.x - 160} ${b.y} ${b.x - BOX.width / 2} ${b.y}"/>`;
  }
  const isBack = b.y < a.y;
  const shift = isBack ? -36 : 16;
  const [y1, y2] = isBack ? [a.y - half, b.y + half] : [a.y + half, b.y - half];
  return `<path class="${isBack ? 'back' : ''}" d="M${a.x + shift} ${y1} L${b.x + shift} ${y2}"/>${text((a.x + b.x) / 2 + shift + (isBack ? -30 : 30), (y1 + y2) / 2 + 4)}`;
}
