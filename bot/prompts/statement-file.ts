/** The file that a gateway lets staff download: what it says was paid on a day. */
import { STATEMENT_BYTES_MAX } from '../../services/gateway-statements/read-statement.ts';
import { deedOf, isStatement } from '../conversations/deeds.ts';
import type { Prompt } from './prompt.ts';

export const statementFilePrompt: Prompt = {
  id: 'statement-upload',
  answers: ['fileId'],

  isAnswered: ({ answers }) => !isStatement(answers) || answers.fileId !== undefined,

  async ask({ answers }, visit) {
    const words = await deedOf(answers)?.describe(visit);
    return { text: [words, visit.texts.chat('statement-upload-question')].join('\n\n'), buttons: [] };
  },

  async read(input) {
    if (input.kind !== 'document') return { type: 'wrong', key: 'statement-upload-expected' };
    if (input.sizeBytes > STATEMENT_BYTES_MAX) return { type: 'wrong', key: 'statement-upload-too-large' };
    return { type: 'answer', answers: { fileId: input.fileId } };
  },
};
