/** Data that buttons of this version carry, of others, and of nobody. */
import { randomIds } from '../../services/clock.ts';
import type { Random } from './random.ts';

const FORGED = [
  ...['home', 'help', 'wallet', 'mine', 'enrol', 'change', 'check', 'gap', 'paid', 'topup'],
  ...['resume', 'here', 'back', 'forms', 'cancel', 'provinces', 'lang:fa', 'lang:en', 'lang:de'],
  ...[
    'list:0',
    'list:99',
    'list:999999999999',
    'list:-1',
    'centre:T01:0',
    'centre:T01:7',
    'centre:NOWHERE:0',
  ],
  ...['province:تهران', 'province:هیچ‌جا', 'province:<b>&', 'province:'],
  ...['course:C1', 'course:C3', 'course:nowhere', 'course:$ne', 'here-for:C2', 'here-for:nowhere'],
  ...[
    'redo:courseCode',
    'redo:amountRials',
    'redo:mobile',
    'amount:500000',
    'amount:1',
    'amount:999999999999',
  ],
  ...['go-on:enrol', 'go-on:top-up', 'go-on:withdraw', 'discard:enrol', 'discard:top-up', 'discard:x'],
  ...['below:home', 'below:mine', 'below:below:home', 'below:list:0', 'x'.repeat(64), '', ':', '::', 'ok:'],
  ...['card', 'leave', 'left', 'take', 'me', 'not-me'].map((name) => `${name}:${'0'.repeat(24)}`),
  ...[`left:${'0'.repeat(24)}:1`, `take:${'f'.repeat(24)}:0`, 'line:short'],
  ...['case', 'close-case', 'correct:code', 'correct:name', 'pb-do:approved', 'pb-do:paid-out'].map(
    (name) => `${name}:${'0'.repeat(24)}`,
  ),
  ...[
    'cases:0',
    'cases:999',
    'systems',
    'system:sms',
    'system:nothing',
    'switch:sms:off',
    'switch:shahkar:on',
  ],
  ...[
    'statements',
    'gw-days:zibal',
    'gw-day:zarinpal:2026-11-21',
    'gw-day:zarinpal:2026-13-45',
    'reason:seen',
  ],
  ...[
    'paybacks',
    `payback:${'0'.repeat(24)}`,
    `pb-ok:${'0'.repeat(24)}:999999999999`,
    'delete-data',
    'keep-data',
  ],
  ...['ok:short', `ok:${'💥'.repeat(10)}`, 'confirm:42:7', '__proto__', 'constructor'],
];

export const forgedTap = (random: Random): string =>
  random.chance(0.1) ? `ok:${randomIds.operation()}` : random.pick(FORGED);
