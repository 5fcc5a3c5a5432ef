/** State centre or private institute: said beside the name, unless the name says it already («آموزشگاه آزاد نگارین»). */
import type { Centre } from '../../models/centre.ts';
import { comparable } from '../../services/courses/search.ts';
import type { Texts } from '../../texts/texts.ts';

export function centreAndKind(texts: Texts, { name, kind }: Pick<Centre, 'name' | 'kind'>): string {
  const word = texts.bare(`kind-${kind}`);
  return comparable(name).includes(comparable(word))
    ? name
    : texts.bare('centre-and-kind', { name, kind: word });
}
