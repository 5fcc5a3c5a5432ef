/**
 * A code and a mobile that are not proven yet are answers like any other to a form, and sealed in its document. They get
 * in and out here.
 */
import type { Types } from 'mongoose';
import type { Answers, Draft, StoredDraft } from '../../models/draft.ts';
import type { Sealed } from '../../models/sealed.ts';
import type { Seal } from '../people/seal.ts';
import type { DraftChange } from './change.ts';

type PrivateName = 'nationalCode' | 'mobile';

/** Answers as they are stored in the draft of this id; `null` (taken away) stays what it is. */
export function sealedAnswers<Given extends NonNullable<DraftChange['answers']>>(
  seal: Seal,
  id: Types.ObjectId,
  { nationalCode, mobile, ...others }: Given,
) {
  const close = (field: PrivateName, text: string | null | undefined) =>
    text ? { [field]: seal.close(text, { of: 'draft', id, field }) } : text === null ? { [field]: null } : {};
  return { ...others, ...close('nationalCode', nationalCode), ...close('mobile', mobile) };
}

export function openedDraft(seal: Seal, stored: StoredDraft): Draft {
  const { nationalCode, mobile, ...others } = stored.answers;
  const answers: Answers = {
    ...others,
    ...opened(seal, stored._id, 'nationalCode', nationalCode),
    ...opened(seal, stored._id, 'mobile', mobile),
  };
  return { ...stored, answers };
}

/** An answer whose key is gone is as good as none: it is asked for again. */
function opened(
  seal: Seal,
  id: Types.ObjectId,
  field: PrivateName,
  sealed: Sealed | undefined,
): Pick<Answers, PrivateName> {
  if (sealed === undefined) return {};
  try {
    return { [field]: seal.open(sealed, { of: 'draft', id, field }) };
  } catch {
    return {};
  }
}
