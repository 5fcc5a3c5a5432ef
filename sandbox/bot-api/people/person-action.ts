/** What a person can do in a chat, as the control API takes it. */
import { z } from 'zod';

const repeat = z.int().min(1).max(100).default(1);
const messageId = z.int().positive();

const file = z.union([
  z.literal(true),
  z.strictObject({
    fileName: z.string().min(1).max(200).optional(),
    mimeType: z.string().max(100).optional(),
    /** Content; something small of the right kind unless given. */
    base64: z.base64().optional(),
    caption: z.string().max(1_024).optional(),
  }),
]);

const userId = z.union([
  z.int().positive(),
  z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .transform(Number),
]);

const cardOfSomebody = z.strictObject({
  phoneNumber: z.string().min(1).max(30),
  firstName: z.string().min(1).max(64),
  lastName: z.string().max(64).optional(),
  userId: userId.optional(),
});

const contact = z.union([z.literal(true), cardOfSomebody]);

const location = z.union([
  z.literal(true),
  z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
]);

export const personActionSchema = z.union(
  [
    z.strictObject({ text: z.string().min(1).max(100_000), repeat }),
    z.strictObject({ contact, repeat }),
    /** A button by its label or part of it; on the latest message that has it unless `messageId` says which. */
    z.strictObject({ press: z.string().trim().min(1), messageId: messageId.optional(), repeat }),
    /** A press that no button offers. */
    z.strictObject({ pressData: z.string(), messageId: messageId.optional(), repeat }),
    z.strictObject({ photo: file, repeat }),
    z.strictObject({ voice: file, repeat }),
    z.strictObject({ document: file, repeat }),
    z.strictObject({ video: file, repeat }),
    z.strictObject({ sticker: file, repeat }),
    z.strictObject({ videoNote: file, repeat }),
    z.strictObject({ location, repeat }),
    z.strictObject({ poll: z.literal(true), repeat }),
    /** Two pictures at once. */
    z.strictObject({ album: z.literal(true), repeat }),
    z.strictObject({
      forward: z.union([
        z.strictObject({ text: z.string().min(1).max(4_096) }),
        z.strictObject({ contact: cardOfSomebody }),
      ]),
      repeat,
    }),
    /** A message of this chat, which the messenger then tells of. */
    z.strictObject({ pin: messageId, repeat }),
    z.strictObject({ edit: z.strictObject({ messageId, text: z.string().min(1).max(4_096) }), repeat }),
    /** Pays the invoice of a message (the latest unless `messageId` says which) or of a link. */
    z.strictObject({ pay: z.union([z.literal(true), z.url()]), messageId: messageId.optional(), repeat }),
    z.strictObject({ block: z.literal(true), repeat }),
    z.strictObject({ unblock: z.literal(true), repeat }),
  ],
  {
    error:
      'The body must hold exactly one of text, contact, press, pressData, photo, voice, document, video, sticker, videoNote, location, poll, album, forward, edit, pay, block, unblock, in its documented form; and "repeat" from 1 to 100 if wanted.',
  },
);

export type PersonAction = z.infer<typeof personActionSchema>;
export type FileOfPerson = z.infer<typeof file>;

const as = userId;

/** What a person (`as`) can do in a group or channel. Who is there is not kept: everybody is. */
export const roomActionSchema = z.union(
  [
    /** `replyTo`: a message of this room. */
    z.strictObject({ as, text: z.string().min(1).max(4_096), replyTo: messageId.optional(), repeat }),
    z.strictObject({ as, sticker: z.literal(true), repeat }),
    z.strictObject({ as, press: z.string().trim().min(1), messageId: messageId.optional(), repeat }),
    z.strictObject({ as, pressData: z.string(), messageId: messageId.optional(), repeat }),
    z.strictObject({ as, pin: messageId, repeat }),
    /** Adds the bot, makes it an administrator or a plain member, or puts it out. */
    z.strictObject({ as, bot: z.enum(['member', 'administrator', 'kicked']), repeat }),
    /** Telegram: the group becomes a supergroup, under another number. */
    z.strictObject({ as, upgrade: z.literal(true), repeat }),
  ],
  { error: 'is none of the acts that the control API knows for a room' },
);

export type RoomAction = z.infer<typeof roomActionSchema>;
