/** Proving a number by a code that comes by SMS, for clients that cannot share a contact, with every mistake on the way. */
import type { Visitor } from '../visitor.ts';
import { eventually } from '../world.ts';
import { toMobile } from './stages.ts';
import type { Walk } from './walk.ts';

export const BY_TEXT: readonly Walk[] = [
  {
    name: 'a newcomer proves the number by SMS',
    async run(visitor) {
      await toMobile(visitor);
      await visitor.presses('key-cannot-share');
      await visitor.stopsAt('other ways in: by SMS too', 'other-ways-in', 'button-text-me');
      await visitor.presses('button-text-me');
      await visitor.stopsAt('by SMS: the number', 'texted-mobile-question');
      for (const screen of ['by SMS: no number', 'by SMS: no number again']) {
        await visitor.says('88776655');
        await visitor.stopsAt(screen, 'texted-mobile-expected');
      }
      await visitor.says(visitor.person.mobile);
      await visitor.stopsAt('by SMS: the code', 'mobile-code-question', 'button-code-again');
      await visitor.presses('button-code-again');
      await visitor.stopsAt('by SMS: the code is under way', 'mobile-code-under-way');
      for (const screen of ['by SMS: no code', 'by SMS: no code again']) {
        await visitor.says('نیامد');
        await visitor.stopsAt(screen, 'mobile-code-expected');
      }
      const code = await codeSentTo(visitor);
      for (let tries = 1; tries < 5; tries += 1) await visitor.says(wrongFor(code));
      await visitor.stopsAt('by SMS: a wrong code', 'mobile-code-wrong');
      await visitor.says(wrongFor(code));
      await visitor.stopsAt('by SMS: the last try', 'mobile-code-over', 'texted-mobile-question');
    },
  },
];

async function codeSentTo(visitor: Visitor): Promise<string> {
  const sms = await eventually('the SMS', async () => (await visitor.person.sms())[0] ?? false);
  visitor.reads(sms.message, 'sms', 'sms-mobile-code');
  return /\d{6}/.exec(sms.message)?.[0] ?? '';
}

const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
