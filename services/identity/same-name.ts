/** Whether two spellings are one name: registers and keyboards differ in letters that look alike. Pure. */

/** What a name is compared by; never shown. */
export function comparedName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}ـ]/gu, '')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[ةۀە]/g, 'ه')
    .replace(/[\s\p{Cf}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

export const isSameName = (one: string, other: string): boolean => comparedName(one) === comparedName(other);
