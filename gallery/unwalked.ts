/** Texts that no walk can show, each with the test that shows it. Short, and to stay so. */
export const UNWALKED: ReadonlyMap<string, string> = new Map([
  // Only a draft of another version of the bot brings these up.
  ['form-has-changed', 'test/integration/bot/two-versions.test.ts'],
  ['form-withdrawn', 'test/integration/bot/two-versions.test.ts'],
  ['form-unknown', 'test/integration/bot/two-versions.test.ts'],
  // Whoever has typed nothing yet has nothing to be asked about.
  ['registered-unknown', 'test/integration/bot/one-registration.test.ts'],
  // It stands in the menu of commands of a group, which the sandbox's control API does not show.
  ['command-course', 'test/unit/texts/keys.test.ts'],
  // The grant must end while its portal user says how much.
  ['charge-no-grant', 'test/integration/bot/wallet.test.ts'],
  // A message must be two days old, or the messenger refuse to delete it.
  ['private-not-deleted', 'test/integration/bot/keep-private.test.ts'],
  // The registry must come back and know them no more.
  ['chat-trainee-rejected', 'test/integration/services/identity/rejection.test.ts'],
  // Registers must say what they seldom say, in the moment of a correction.
  ...(
    [
      'no-reason',
      'deceased',
      'cannot-merge',
      'changed-meanwhile',
      'merged',
      'mobile-of-another',
      'cannot-check-now',
      'nothing-to-correct',
    ] as const
  ).map(
    (outcome) =>
      [`correction-${outcome}`, 'test/integration/services/corrections/corrections.test.ts'] as const,
  ),
  ['chat-trainee-corrected', 'test/integration/services/corrections/corrections.test.ts'],
  // Two records of one person must be there, one of them turned away.
  ...(['wallet-entry-moved', 'csv-moved', 'chat-records-merged', 'records-will-be-merged'] as const).map(
    (key) => [key, 'test/integration/bot/staff-desk.test.ts'] as const,
  ),
  // A case must be over while somebody looks at it.
  ['case-over', 'test/integration/bot/staff-desk.test.ts'],
  // Somebody must press what no button offers; and a system fail again and again while staff look.
  ['system-not-switched', 'test/unit/texts/keys.test.ts'],
  ['system-down', 'test/integration/bot/staff-desk.test.ts'],
  // The bot must die while it writes to a channel.
  ['post-perhaps', 'test/integration/services/announcements/announce.test.ts'],
  // Nobody can withdraw by chat so far.
  ['wallet-entry-refund', 'test/unit/texts/events.test.ts'],
  ['csv-refund', 'test/unit/texts/events.test.ts'],
  // What is drawn in a picture is not read from it.
  ['picture-receipt-heading', 'test/unit/bot/pictures/receipt-picture.test.ts'],
  ['picture-receipt', 'test/unit/bot/pictures/receipt-picture.test.ts'],
  ['picture-receipt-hint', 'test/unit/bot/pictures/receipt-picture.test.ts'],
  ['page-too-many-title', 'test/integration/bot/receipt-picture.test.ts'],
  ['page-too-many-body', 'test/integration/bot/receipt-picture.test.ts'],
  ['page-receipt-fault-title', 'test/integration/bot/receipt-picture.test.ts'],
  ['page-receipt-fault-body', 'test/integration/bot/receipt-picture.test.ts'],
  // The database must fail between the payer's page and us.
  ['page-fault-title', 'test/integration/web/web.test.ts'],
  ['page-fault-body', 'test/integration/web/web.test.ts'],
  // The window, or we, must fail at the right moment, or ten minutes must pass.
  ...['in-hand', 'expired', 'unavailable', 'fault'].flatMap((outcome) =>
    ['title', 'body'].map(
      (part) => [`page-window-${outcome}-${part}`, 'test/integration/web/national-window.test.ts'] as const,
    ),
  ),
  ['window-down', 'test/integration/bot/window-login.test.ts'],
  // The sandbox always has a window.
  ['window-absent', 'test/integration/bot/window-login.test.ts'],
  // The carrier of SMS must be away, or refuse the number; or a day's codes be used up.
  ['mobile-code-cannot-send', 'test/integration/bot/mobile-code.test.ts'],
  ['mobile-code-not-reachable', 'test/integration/bot/mobile-code.test.ts'],
  ['mobile-code-too-many', 'test/integration/services/mobile-codes/mobile-codes.test.ts'],
  // Two devices must do different things at once.
  ['payback-own', 'test/integration/bot/paybacks.test.ts'],
  ['payback-changed', 'test/integration/bot/paybacks.test.ts'],
  ['payback-not-now', 'test/integration/bot/paybacks.test.ts'],
  // A payment must turn out to be paid at that moment, and a gateway's file tell states.
  ['statement-left-out', 'test/integration/bot/gateway-statements.test.ts'],
  ['statement-credited', 'test/integration/bot/gateway-statements.test.ts'],
  // The messenger must lose what it was sent, or carry megabytes.
  ['statement-upload-too-large', 'test/integration/bot/gateway-statements.test.ts'],
  ['statement-not-fetched', 'test/integration/bot/gateway-statements.test.ts'],
  // The messenger itself shows these, in place of taking the money.
  ['invoice-over', 'test/integration/bot/in-chat-payment.test.ts'],
  ['invoice-being-checked', 'test/integration/bot/in-chat-payment.test.ts'],
  // A button must be pressed that only somebody else was shown.
  ['seat-of-who-pays', 'test/integration/bot/offer-of-a-centre.test.ts'],
  // The payer must pay something else than what was asked for.
  ['chat-top-up-differs', 'test/integration/services/top-ups/reconcile.test.ts'],
  ['chat-top-up-refund-due', 'test/integration/services/top-ups/reconcile.test.ts'],
  ['page-refund-due-title', 'test/unit/texts/money-truths.test.ts'],
  ['page-refund-due-body', 'test/unit/texts/money-truths.test.ts'],
  // Money or seats must not agree.
  ['chat-audit-findings', 'test/integration/services/audit/nightly.test.ts'],
]);
