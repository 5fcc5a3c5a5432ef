/** Somebody who is known comes from another chat or by another number, or somebody else comes by their code. */
import type { Visitor } from '../visitor.ts';
import { eventually } from '../world.ts';
import { toHome, toNationalCode } from './stages.ts';
import type { Walk } from './walk.ts';

export const KNOWN_ALREADY: readonly Walk[] = [
  {
    name: 'the same person on the other messenger',
    async run(visitor) {
      await toHome(visitor);
      await toHome(visitor.onOtherMessenger());
      await visitor.stopsAt('notice: a new chat by my number', 'chat-account-added', 'button-not-me');
    },
  },
  {
    name: 'the same person by a new number, and somebody else by the same code',
    async run(visitor, _world, another) {
      await toHome(visitor);
      const { nationalCode } = visitor.person;
      const thief = await another();
      await toNationalCode(thief);
      await thief.says(nationalCode);
      await thief.stopsAt('identity: a code that is proven elsewhere', 'identity-code-taken');
      const moved = await another({ nationalCode });
      await toNationalCode(moved);
      await moved.says(nationalCode);
      await moved.sees('identity-proven', 'course-question');
      await visitor.stopsAt('notice: a new number', 'chat-mobile-changed', 'button-not-me');
      await readsElsewhere(visitor);
    },
  },
];

/** What comes to the old number, and to the e-inbox. */
async function readsElsewhere(visitor: Visitor): Promise<void> {
  const sms = await eventually('the SMS', async () => (await visitor.person.sms())[0] ?? false);
  visitor.reads(sms.message, 'sms', 'sms-mobile-changed');
  const notice = await eventually('the notice', async () => (await visitor.person.inbox())[0] ?? false);
  visitor.reads(notice.title, 'inbox', 'karpooshe-mobile-changed-title');
  visitor.reads(notice.body, 'inbox', 'karpooshe-mobile-changed-body');
}
