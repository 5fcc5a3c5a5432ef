/** Many virtual people enrol at once; each does the next thing as soon as the bot has answered the last. */
import { type BotMessage, type FastBotApi, unixSeconds } from './fast-bot-api.ts';
import { createVirtualPerson, type Reaction, react, type VirtualPerson } from './virtual-person.ts';

export interface CrowdSize {
  /** Number of the first person; people with earlier numbers have enrolled already. */
  firstNumber: number;
  people: number;
  /** How many courses they spread over. */
  courses: number;
  /** How many are in the dialogue at any time. */
  atOnce: number;
  /** The crowd gives up after this time. */
  limitMs: number;
}

export interface CrowdResult {
  conversations: number;
  updates: number;
  seconds: number;
  /** From the moment an update was there for the bot to the message that lets the person go on; ascending. */
  answerMs: number[];
}

/** One person in the middle of the dialogue. */
interface Dialogue {
  person: VirtualPerson;
  sentAt: number;
  lastSeen: string;
}

/** Resolves when everyone has a receipt. Rejects at the limit, saying what the first of those left behind saw last. */
export function enrolCrowd(api: FastBotApi, size: CrowdSize): Promise<CrowdResult> {
  return new Promise((resolve, reject) => {
    const dialogues = new Map<number, Dialogue>();
    const answerMs: number[] = [];
    const startedAt = performance.now();
    let started = 0;
    let finished = 0;

    const limit = setTimeout(() => {
      end();
      reject(new Error(describeStuck(dialogues, size, finished)));
    }, size.limitMs);

    api.onMessage = (message) => {
      const dialogue = dialogues.get(message.chat.id);
      if (!dialogue) return;
      dialogue.lastSeen = message.text;
      const reaction = react(dialogue.person, message);
      if (reaction.type === 'wait') return;
      answerMs.push(performance.now() - dialogue.sentAt);
      if (reaction.type === 'finish') leave(dialogue.person);
      else deliver(dialogue, updateOf(dialogue.person, reaction, message));
    };

    function enter(): void {
      const person = createVirtualPerson(size.firstNumber + started, size.courses);
      started += 1;
      const dialogue = { person, sentAt: 0, lastSeen: '' };
      dialogues.set(person.userId, dialogue);
      deliver(dialogue, startOf(person));
    }

    function deliver(dialogue: Dialogue, update: Record<string, unknown>): void {
      dialogue.sentAt = performance.now();
      api.deliver(update);
    }

    function leave(person: VirtualPerson): void {
      dialogues.delete(person.userId);
      finished += 1;
      if (started < size.people) enter();
      else if (finished === size.people) {
        end();
        resolve(resultOf(finished, answerMs, performance.now() - startedAt));
      }
    }

    function end(): void {
      clearTimeout(limit);
      api.onMessage = () => {};
    }

    for (let i = 0; i < Math.min(size.atOnce, size.people); i += 1) enter();
  });
}

function resultOf(conversations: number, answerMs: number[], elapsedMs: number): CrowdResult {
  // Every update is answered before the same person sends the next, so there are as many of one as of the other.
  return {
    conversations,
    updates: answerMs.length,
    seconds: elapsedMs / 1000,
    answerMs: answerMs.sort((a, b) => a - b),
  };
}

function describeStuck(dialogues: Map<number, Dialogue>, size: CrowdSize, finished: number): string {
  const [stuck] = dialogues.values();
  return [
    `After ${size.limitMs / 1000} s only ${finished} of ${size.people} people had a receipt.`,
    `The first of the others had done: ${[...(stuck?.person.done ?? [])].join(', ') || 'only /start'};`,
    `the last message seen was: ${stuck?.lastSeen || 'none'}`,
  ].join(' ');
}

type Sending = Extract<Reaction, { type: 'share-contact' | 'say' | 'press' }>;

function startOf(person: VirtualPerson): Record<string, unknown> {
  return {
    message: {
      ...envelope(person),
      text: '/start',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    },
  };
}

function updateOf(person: VirtualPerson, sending: Sending, seen: BotMessage): Record<string, unknown> {
  switch (sending.type) {
    case 'share-contact':
      return { message: { ...envelope(person), contact: contactOf(person) } };
    case 'say':
      return { message: { ...envelope(person), text: sending.text } };
    case 'press':
      return {
        callback_query: {
          id: `${person.userId}-${seen.message_id}-${sending.data}`,
          from: userOf(person),
          message: seen,
          chat_instance: String(person.userId),
          data: sending.data,
        },
      };
  }
}

function contactOf(person: VirtualPerson): Record<string, unknown> {
  return { phone_number: person.phoneNumber, first_name: userOf(person).first_name, user_id: person.userId };
}

let nextMessageId = 1_000_000_000;

/** Message ids of people start far above the bot's, so that the two never meet. */
function envelope(person: VirtualPerson): Record<string, unknown> {
  return {
    message_id: nextMessageId++,
    date: unixSeconds(),
    from: userOf(person),
    chat: { id: person.userId, type: 'private', first_name: userOf(person).first_name },
  };
}

function userOf(person: VirtualPerson): {
  id: number;
  is_bot: false;
  first_name: string;
  language_code: string;
} {
  return { id: person.userId, is_bot: false, first_name: 'سارا', language_code: 'fa' };
}
