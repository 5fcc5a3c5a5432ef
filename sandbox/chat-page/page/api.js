/** The sandbox's control API, as far as the page uses it. */

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ChatItem} ChatItem
 */

/** The sandbox said no; `message` is its sentence. */
export class Refusal extends Error {
  /**
   * @param {string} message
   * @param {number} status of HTTP
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function request(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).catch(() => {
    throw new Error('به میز آزمایش نمی‌رسیم. آیا هنوز در حال اجراست؟');
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    throw new Refusal(answer?.error ?? `میز آزمایش نپذیرفت (${response.status}).`, response.status);
  }
  return answer;
}

/** @param {Chat} chat */
const chatPath = (chat) => `/sandbox/chats/${chat.platform}/${encodeURIComponent(chat.userId)}`;

/** @returns {Promise<import('./types.ts').SandboxPerson[]>} */
export const listPeople = () => request('GET', '/sandbox/people');

/** @param {import('./types.ts').SandboxPerson} person */
export const addPerson = (person) => request('POST', '/sandbox/people', person);

/**
 * @param {Chat} chat
 * @returns {Promise<import('./types.ts').ChatOverview>}
 */
export const overview = (chat) => request('GET', chatPath(chat));

/**
 * @param {Chat} chat
 * @returns {Promise<ChatItem[]>} all messages in the chat, as they are now
 */
export const listMessages = (chat) => request('GET', `${chatPath(chat)}/messages`);

/**
 * What the person does in the chat: `{text}`, `{contact: true}`, `{pressData, messageId}` …
 * @param {Chat} chat
 * @param {Record<string, unknown>} action
 * @returns {Promise<{ updateIds: number[], message: ChatItem | null, opened?: string }>}
 */
export const act = (chat, action) => request('POST', `${chatPath(chat)}/messages`, action);

/** @returns {Promise<import('./types.ts').SmsRecord[]>} */
export const listSms = () => request('GET', '/sandbox/sms');

/** @returns {Promise<import('./types.ts').KarpoosheRecord[]>} */
export const listKarpooshe = () => request('GET', '/sandbox/karpooshe');

/** @returns {Promise<import('./types.ts').PaymentRecord[]>} */
export const listPayments = () => request('GET', '/sandbox/payments');

/**
 * @param {string} id
 * @param {'paid' | 'failed' | 'cancelled'} outcome
 * @param {number} callbacks how many times the gateway tells the bot
 */
export const settlePayment = (id, outcome, callbacks) =>
  request('POST', `/sandbox/payments/${encodeURIComponent(id)}`, { outcome, callbacks });

/** @returns {Promise<Record<import('./types.ts').SystemName, import('./types.ts').SystemMode>>} */
export const listSystems = () => request('GET', '/sandbox/systems');

/**
 * @param {string} name
 * @param {import('./types.ts').SystemMode} mode
 */
export const setSystem = (name, mode) => request('PUT', `/sandbox/systems/${name}`, mode);

/** @returns {Promise<import('./types.ts').AppState>} */
export const appState = () => request('GET', '/sandbox/app');

/** @param {'SIGKILL' | 'SIGTERM'} signal */
export const endApp = (signal) => request('POST', '/sandbox/app', { signal });
