/** What staff see and decide: cases, and outside systems. */
import { toHome } from './stages.ts';
import type { Walk } from './walk.ts';

/** A good check digit, and nobody's. */
const UNKNOWN_CODE = '0084575948';
const PAYMENT = { gateway: 'zarinpal', amountRials: 500_000, trackingCode: '7214389056' };

const fileOf = (content: string) => ({
  document: { fileName: 'day.csv', base64: Buffer.from(content).toString('base64') },
});

export const STAFF: readonly Walk[] = [
  {
    name: 'somebody who is not staff looks for their desk',
    async run(visitor) {
      await toHome(visitor);
      await visitor.says('/systems');
      await visitor.stopsAt('systems: not for everybody', 'staff-only', 'button-home');
      await visitor.says('/cases');
      await visitor.stopsAt('cases: not for everybody', 'staff-only', 'button-home');
    },
  },
  {
    name: 'staff close a case',
    // Its cases would be those of others, too.
    alone: true,
    async run(visitor, world) {
      await toHome(visitor);
      await world.becomesStaff(visitor.person);
      await world.db.collection('staffcases').updateMany({ state: 'open' }, { $set: { state: 'closed' } });
      await visitor.says('/cases');
      await visitor.stopsAt('cases: none', 'cases-none', 'button-home');
      const facts = {
        ...{
          'code-taken': { platform: visitor.platform },
          'registry-differs': { ours: 'نیک', theirs: 'نیکو' },
        },
        ...{ 'identity-rejected': { because: 'unknown-code', enrolments: 1 } },
        ...{ 'payment-differs': PAYMENT, 'payment-unresolved': PAYMENT },
        'unmatched-money': { ...PAYMENT, name: 'A0000001', found: 'not-credited' },
      };
      for (const [kind, found] of Object.entries(facts)) {
        await world.caseAbout(visitor.person, kind, found);
        await visitor.says('/cases');
        await visitor.stopsAt(`cases: ${kind}`, 'cases', 'case-kind', 'button-case');
        await visitor.presses('button-case');
        await visitor.stopsAt(`a case: ${kind}`, 'case-card', `case-facts-${kind}`, 'button-close-case');
        await visitor.presses('button-close-case');
        await visitor.sees('case-will-close', 'reason-question', 'button-reason-seen');
        await visitor.presses('button-reason-seen');
        await visitor.stopsAt(`closed: ${kind}`, 'case-closed-now', 'case-closed', 'button-cases');
      }
      await world.caseAbout(visitor.person, 'code-taken', facts['code-taken']);
      await visitor.presses('button-cases');
      await visitor.sees('cases');
      await visitor.presses('button-case');
      await visitor.sees('case-card');
      await visitor.presses('button-close-case');
      await visitor.stopsAt(
        'closing: why',
        ...['case-will-close', 'reason-question'],
        ...['spoken', 'seen', 'mistake'].map((reason) => `button-reason-${reason}`),
      );
      await world.db.collection('staffcases').updateMany({ state: 'open' }, { $set: { state: 'closed' } });
      await visitor.says(visitor.language === 'fa' ? 'با کارآموز صحبت شد' : 'Spoken with them');
      await visitor.stopsAt('closing: closed before', 'case-not-closed', 'button-cases');
    },
  },
  {
    name: 'staff compare a gateway’s day',
    // The payments of others would be in it, too.
    alone: true,
    async run(visitor, world) {
      await toHome(visitor);
      await visitor.says('/statements');
      await visitor.stopsAt('statements: not for everybody', 'staff-only', 'button-home');
      await world.becomesStaff(visitor.person);
      await visitor.says('/statements');
      await visitor.stopsAt(
        'statements: which gateway',
        ...['statement-gateways', 'gateway-name', 'button-statement-gateway'],
      );
      await visitor.presses('button-statement-gateway', visitor.language === 'fa' ? 'بله' : 'Bale');
      await visitor.stopsAt(
        'statements: which day',
        ...['statement-days', 'button-statement-day', 'button-statements'],
      );
      await visitor.presses('button-statement-day');
      await visitor.stopsAt('statements: the file', 'statement-of', 'statement-upload-question');
      await visitor.says('?');
      await visitor.stopsAt('statements: no file', 'statement-upload-expected');
      await visitor.does({ photo: true });
      await visitor.stopsAt('statements: no file, the second time', 'statement-upload-again');
      const files = {
        'statement-not-a-table': 'x',
        'statement-no-names': 'card,rials\n1,5000',
        'statement-no-amount': 'transactionId,card\nT1,1',
        'statement-which-money': 'transactionId,amount\nT1,5000',
        'statement-unreadable-rows': 'transactionId,rials\nT1,none',
        'statement-too-long': `transactionId,rials\n${'T,1\n'.repeat(10_001)}`,
      };
      for (const [key, content] of Object.entries(files)) {
        await visitor.does(fileOf(content));
        await visitor.stopsAt(`statements: ${key}`, key);
        await visitor.presses('button-statement-again');
        await visitor.sees('statement-upload-question');
      }
      await visitor.does(fileOf('transactionId,rials\nT1,70000\n'));
      await visitor.stopsAt('statements: compared', 'differences-file', 'statement-compared', 'button-cases');
      const file = await visitor.opensTable();
      const columns = ['difference', 'line', 'name', 'reference', 'code', 'theirs', 'ours'];
      visitor.reads(file, 'file', 'csv-difference', ...columns.map((column) => `csv-difference-${column}`));
    },
  },
  {
    name: 'staff correct a code and a name',
    alone: true,
    async run(visitor, world, another) {
      const [trainee, right] = [await another(), await another()];
      await toHome(trainee);
      await toHome(visitor);
      await world.rejects(trainee.person);
      await world.becomesStaff(visitor.person);
      await world.db.collection('staffcases').updateMany({ state: 'open' }, { $set: { state: 'closed' } });
      await world.caseAbout(trainee.person, 'identity-rejected', { because: 'unknown-code', enrolments: 0 });
      // The number has been the other one's all along.
      const { mobile } = trainee.person;
      await world.inRegistry(trainee.person, { mobile: mobile.replace(/^0998/, '0991') });
      await world.inRegistry(right.person, { mobile });
      await visitor.says('/cases');
      await visitor.sees('cases');
      await visitor.presses('button-case');
      await visitor.stopsAt('a case: a code to correct', 'case-card', 'button-correct-code');
      await visitor.presses('button-correct-code');
      await visitor.stopsAt('the right code', 'right-code-question');
      await visitor.does({ location: true });
      await visitor.sees('right-code-expected');
      await visitor.says('سلام');
      await visitor.stopsAt('the right code: no number', 'national-code-not-a-number', 'right-code-again');
      await visitor.says(UNKNOWN_CODE);
      await visitor.sees('code-will-be-corrected', 'button-reason-card');
      await visitor.presses('button-reason-card');
      await visitor.stopsAt('a code: the registry does not know it', 'correction-unknown-code', 'case-card');
      await visitor.presses('button-correct-code');
      await visitor.sees('right-code-question');
      await visitor.says(right.person.nationalCode);
      await visitor.stopsAt(
        'correcting a code: why',
        ...['private-code', 'code-will-be-corrected', 'button-reason-card', 'button-reason-mistyped'],
      );
      await visitor.presses('button-reason-mistyped');
      await visitor.stopsAt('a code: corrected', 'correction-corrected', 'case-closed');
      await trainee.stopsAt('notice: my code was corrected', 'chat-code-corrected', 'button-home');
      await world.caseAbout(visitor.person, 'registry-differs', { ours: 'نیک', theirs: 'نیکو' });
      await visitor.says('/cases');
      await visitor.sees('cases');
      await visitor.presses('button-case');
      await visitor.sees('case-card', 'button-correct-name');
      await visitor.presses('button-correct-name');
      await visitor.stopsAt('correcting a name: why', 'name-will-be-corrected', 'button-reason-seen');
      await visitor.presses('button-reason-seen');
      await visitor.stopsAt('a name: corrected', 'correction-corrected', 'chat-name-corrected');
    },
  },
  {
    name: 'staff close and open a system',
    alone: true,
    async run(visitor, world) {
      await toHome(visitor);
      await world.becomesStaff(visitor.person);
      await visitor.says('/start');
      await visitor.sees('home', 'button-systems', 'button-cases');
      await visitor.presses('button-systems');
      await visitor.stopsAt(
        'systems',
        ...['systems', 'button-system', 'system-status', 'system-civil-registry', 'system-shahkar'],
        ...['system-national-window', 'system-sms', 'system-karpooshe', 'system-payment'],
      );
      await visitor.presses('button-system', visitor.language === 'fa' ? 'پیامک' : 'SMS');
      await visitor.stopsAt('a system', 'system-card', 'button-switch', 'button-systems');
      await visitor.presses('button-switch', '🔴');
      await visitor.stopsAt(
        'closing a system: why',
        ...['system-will-switch', 'reason-question', 'button-reason-announced', 'button-reason-failures'],
      );
      await visitor.does({ location: true });
      await visitor.stopsAt('why: no text', 'reason-expected');
      await visitor.says('-');
      await visitor.stopsAt('why: too short', 'reason-length', 'reason-again');
      await visitor.says(`${visitor.person.mobile} نه`);
      await visitor.stopsAt('why: a number in it', 'reason-private');
      await visitor.presses('button-reason-announced');
      await visitor.stopsAt('a system: closed', 'system-switched', 'system-card', 'system-override');
      await visitor.presses('button-switch', '🟢');
      await visitor.sees('system-will-switch', 'button-reason-back', 'button-reason-trial');
      await visitor.presses('button-reason-trial');
      await visitor.stopsAt('a system: open', 'system-switched', 'system-override');
      await visitor.presses('button-switch', '🔁');
      await visitor.sees('system-will-switch');
      await visitor.presses('button-reason-back');
      await visitor.stopsAt('a system: by itself', 'system-switched', 'system-card');
      await visitor.presses('button-switch', '🔴');
      await visitor.sees('system-will-switch');
      await visitor.does({ pressData: 'home' });
      await visitor.stopsAt(
        'home: staff work is open',
        'home-unfinished',
        'button-continue-form',
        'form-staff-deed',
      );
    },
  },
];
