/** What the open question or card waits for, as people answer it who mostly want to come on. */
import { loadTexts } from '../../texts/texts.ts';
import { inScript } from '../support/scripts.ts';
import { hasButton, latestButton, oneOfLatest } from './buttons.ts';
import { menuKey } from './odd-texts.ts';
import type { Papers } from './people.ts';
import type { Random } from './random.ts';
import type { Action, Scene } from './scene.ts';

export function wanted(scene: Scene): Action {
  const { actor, place, items, courses, random } = scene;
  const link = { text: `/start course_${random.pick(courses)}` };
  switch (place.asked) {
    case 'mobile':
      if (hasButton(scene, 'text-me') && random.chance(0.6)) return latestButton(scene, 'text-me');
      if (random.chance(0.3)) return CANNOT_SHARE;
      // A button from before they were somebody else's phone leads to the other form.
      return random.chance(0.8) ? { contact: true } : { pressData: 'topup' };
    case 'texted-mobile':
      return { text: inScript(actor.mobile, random.pick(['latin', 'persian'])) };
    case 'mobile-code':
      return random.chance(0.3)
        ? latestButton(scene, 'code-again')
        : { text: inScript(codeRead(scene), random.pick(['latin', 'persian'])) };
    case 'national-code':
      return { text: spelled(actor.nationalCode, random) };
    case 'course':
      return random.chance(0.8) ? latestButton(scene, 'course:') : { text: 'جوشکاری' };
    case 'trainee-code':
      actor.trainee = traineeOf(scene);
      return { text: spelled(actor.trainee.nationalCode, random) };
    case 'trainee-mobile':
      return traineeMobile(scene);
    case 'trainee-course':
      return random.chance(0.8) ? traineeCourse(scene) : { text: 'جوشکاری' };
    case 'whose-wallet':
      return oneOfLatest(scene, 'whose:');
    case 'trainee-wallet':
      if (hasButton(scene, 't-wallet:') && random.chance(0.6)) return latestButton(scene, 't-wallet:');
      return { text: spelled(random.pick([traineeOf(scene), ...scene.seated]).nationalCode, random) };
    case 'payer':
      return oneOfLatest(scene, 'payer:');
    case 'confirm':
      return latestButton(scene, 'ok:');
    case 'line':
      return latestButton(scene, 'line:');
    case 'right-code':
      return { text: spelled(traineeOf(scene).nationalCode, random) };
    case 'statement-upload':
      return { document: { fileName: 'day.csv', base64: Buffer.from(scene.statement()).toString('base64') } };
    case 'reason':
      if (hasButton(scene, 'reason:') && random.chance(0.6)) return oneOfLatest(scene, 'reason:');
      return { text: random.pick(['مدرک دیده شد', 'شماره پیگیری بانک ۱۲۳۴', 'x', actor.nationalCode]) };
    case 'payment':
      return payment(scene);
    case 'amount':
      return random.pick<Action>([
        latestButton(scene, 'amount:'),
        { text: inScript(random.pick(['750000', '20000', '5000', '2000000000']), 'persian') },
      ]);
    default:
      return random.pick<Action>([
        ...[link, { text: '/start' }, { text: menuKey(random) }],
        // In an empty chat there is nothing to press.
        ...(items.length > 0 ? [{ pressData: 'topup' }, { pressData: 'here' }] : []),
        // Only a portal user is offered these.
        ...(hasButton(scene, 'trainee')
          ? [...Array<Action>(4).fill(latestButton(scene, 'trainee')), { text: WALLET_KEY }]
          : []),
        ...(hasButton(scene, PORTAL_STATEMENT) ? [latestButton(scene, PORTAL_STATEMENT)] : []),
        ...(actor.kind === 'staff' ? Array<Action>(6).fill(deskWork(scene)) : [{ text: '/privacy' }]),
        ...(hasButton(scene, 'delete-ask') ? [latestButton(scene, 'delete-ask')] : []),
      ]);
  }
}

/** What the key below the question about the mobile says. */
const CANNOT_SHARE: Action = { text: loadTexts().fa.plain('key-cannot-share') };

/** Off the phone; anything where no SMS came. */
const codeRead = ({ lastSmsTo, actor }: Scene): string =>
  /\d{6}/.exec(lastSmsTo(actor.mobile) ?? '')?.[0] ?? '123456';

const WALLET_KEY = loadTexts().fa.plain('key-wallet');
const PORTAL_STATEMENT = 'statement:portal-user';

/** On with what is open on the desk, the rarest first; or something else of it. */
function deskWork(scene: Scene): Action {
  const { random } = scene;
  const offers = ['correct:', 'pb-do:', 'close-case:', 'case:', 'cases:'];
  const open = offers.find((data) => hasButton(scene, data));
  if (open && random.chance(0.7)) return oneOfLatest(scene, open);
  return { text: random.pick(['/cases', '/cases', '/systems', '/statements']) };
}

function payment(scene: Scene): Action {
  if (hasButton(scene, 'in-chat:') && scene.random.chance(0.4)) {
    return scene.items.some(({ invoice }) => invoice) ? { pay: true } : latestButton(scene, 'in-chat:');
  }
  return latestButton(scene, scene.random.pick(['gap:', 'gap:', 'payer:', 'paid']));
}

/** Whom a portal user may want to register: somebody who chats, or a trainee without a chat. */
function traineeOf({ actors, stranger, random }: Scene): Papers {
  if (random.chance(0.3)) return stranger();
  const { nationalCode, mobile } = random.pick(actors);
  return { nationalCode, mobile: random.chance(0.9) ? mobile : '09121111111' };
}

function traineeCourse(scene: Scene): Action {
  const withLine = scene.full.find((code) => hasButton(scene, `t-course:${code}`));
  const isForLine = withLine !== undefined && scene.random.chance(0.5);
  return oneOfLatest(scene, isForLine ? `t-course:${withLine}` : 't-course:');
}

/** Of whom the code was typed; a target group where one is offered. */
function traineeMobile(scene: Scene): Action {
  const { actor, random } = scene;
  if (hasButton(scene, 'exempt:') && random.chance(0.3)) return oneOfLatest(scene, 'exempt:');
  return { text: inScript(actor.trainee?.mobile ?? '09121111111', random.pick(['latin', 'persian'])) };
}

function spelled(code: string, random: Random): string {
  const script = random.pick(['latin', 'persian', 'arabic'] as const);
  return inScript(code, script).replace(
    /(.{3})(.{6})/,
    random.pick(['$1$2', '$1-$2-', '$1 $2 ', '\u200f$1$2']),
  );
}
