/** "All of it as a file": once a minute to a person, whatever they press. */
import type { Payer } from '../models/enrolment.ts';
import { tap } from './callback-data.ts';
import { statementFile } from './screens/statement-file.ts';
import type { Visit } from './visit.ts';

/** False when nobody is known here whose wallet it could be. */
export async function sendStatement(visit: Visit, kind: Payer): Promise<boolean> {
  const { caller, chat, services, texts } = visit;
  const { person } = caller;
  if (!person) return false;
  const claim = await services.statementFiles.claim(person._id);
  if (claim.type === 'too-soon') {
    await chat.below().show({
      text: texts.chat('statement-file-too-soon', { nextAt: claim.nextAt }),
      buttons: [[{ text: texts.plain('button-wallet'), data: tap.statement.pack(kind, '0') }]],
    });
    return true;
  }
  try {
    await chat.showFile(statementFile(visit, person, kind));
  } catch (error) {
    await services.statementFiles.giveUp(person._id);
    throw error;
  }
  return true;
}
