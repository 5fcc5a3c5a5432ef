/**
 * What the sandbox's outside systems have "issued" to the application. Nothing is secret here: these open only doors
 * on this machine. They are checked all the same, so that a missing or misplaced key shows before production.
 */

/** Kavenegar's key is a part of every path. */
export const SMS_API_KEY = '53616E64626F784B6176656E65676172';

/** The only line the SMS account may send from. */
export const SMS_LINE = '40406404000';

/** As in Zarinpal's own sandbox, any UUID would do; this one is the application's. */
export const PAYMENT_MERCHANT_ID = '6b617261-6d6f-4f7a-8000-73616e64626f';

/** The literal that stands for Zibal's own sandbox. */
export const ZIBAL_MERCHANT_ID = 'zibal';

/** What Bale's documents give for tests: no money moves. */
export const BALE_PROVIDER_TOKEN = 'WALLET-TEST-1111111111111111';

export const SHAHKAR_TOKEN = 'sandbox-shahkar-token';
export const CIVIL_REGISTRY_TOKEN = 'sandbox-civil-registry-token';
export const KARPOOSHE_TOKEN = 'sandbox-karpooshe-token';

export const NATIONAL_WINDOW_CLIENT_ID = 'karamooz';
export const NATIONAL_WINDOW_CLIENT_SECRET = 'sandbox-national-window-secret-of-karamooz';
