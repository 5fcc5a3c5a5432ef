/** What the gateway answers: Zarinpal's codes, with the sentence and HTTP status that go with each refusal. */

export const REFUSALS = {
  [-9]: { httpStatus: 422, message: 'The input params invalid, validation error.' },
  [-12]: { httpStatus: 429, message: 'To many attempts, please try again later.' },
  [-14]: {
    httpStatus: 400,
    message: 'The callback URL domain does not match the registered terminal domain.',
  },
  [-41]: { httpStatus: 400, message: 'Maximum amount is 100,000,000 tomans.' },
  [-50]: { httpStatus: 400, message: 'Session is not valid, amounts values is not the same.' },
  [-51]: { httpStatus: 400, message: 'Session is not valid, session is not active paid try.' },
  [-53]: { httpStatus: 400, message: 'Session is not this merchant_id session.' },
  [-54]: { httpStatus: 400, message: 'Invalid authority.' },
  [-55]: { httpStatus: 400, message: 'Manual payment request not found.' },
  [-61]: { httpStatus: 400, message: 'Session is not in success status.' },
  [-63]: { httpStatus: 400, message: 'Maximum time for reverse this session is expired.' },
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export interface Refusal {
  code: RefusalCode;
}

export interface Success extends Record<string, unknown> {
  code: 100 | 101;
  message: string;
}

export type Answer = Success | Refusal;

export function isRefusal(answer: { code: number }): answer is Refusal {
  return answer.code < 0;
}
