/** State centre or private institute: said beside the name, unless the name says it already («آموزشگاه آزاد نگارین»). */
import type { Centre } from '../../models/centre.ts';
import { comparable } from '../../services/courses/search.ts';
import type { Texts } from '../../texts/texts.ts';

/** The kind as the texts choose by it; `said`: the reader knows it from the name. */
export function kindToSay(texts: Texts, name: string, kind: Centre['kind']): Centre['kind'] | 'said' {
  const word = texts.plain(`kind-${kind}`);
  return comparable(name).includes(comparable(word)) ? 'said' : kind;
}
