import { expect, test } from '@jest/globals';
import type { Message } from 'grammy/types';
import { readInput } from '../../../bot/input.ts';

const USER = { id: 7, is_bot: false, first_name: 'مریم' };
const OTHER = { id: 8, is_bot: false, first_name: 'رضا' };

function message(fields: object): Message {
  const chat = { id: 7, type: 'private', first_name: 'مریم' };
  return { message_id: 1, date: 0, chat, from: USER, ...fields } as Message;
}

const contact = (fields: object) => ({
  contact: { phone_number: '989121234567', first_name: 'م', ...fields },
});

test('only a contact that the messenger says is the sender’s is their own', () => {
  const own = (fields: object) => readInput(message(fields));
  expect(own(contact({ user_id: 7 }))).toEqual({
    kind: 'contact',
    phoneNumber: '989121234567',
    holder: 'own',
  });
  expect(own(contact({ user_id: 8 }))).toMatchObject({ holder: 'another' });
  expect(own(contact({}))).toMatchObject({ holder: 'unknown' });
});

test('an own contact that was forwarded is not trusted: anyone could forward it', () => {
  const origin = { forward_origin: { type: 'user', date: 0, sender_user: OTHER } };
  expect(readInput(message({ ...contact({ user_id: 7 }), ...origin }))).toMatchObject({ holder: 'unknown' });
});

test('a forwarded text says that it was forwarded, in the form of either messenger', () => {
  const origin = { forward_origin: { type: 'user', date: 0, sender_user: OTHER } };
  expect(readInput(message({ text: 'سلام' }))).toMatchObject({ kind: 'text', forwarded: false });
  expect(readInput(message({ text: 'سلام', ...origin }))).toMatchObject({ forwarded: true });
  expect(readInput(message({ text: 'سلام', forward_from: OTHER, forward_date: 1 }))).toMatchObject({
    forwarded: true,
  });
});

test('a document is named by what it is fetched by', () => {
  const document = { file_id: 'F1', file_unique_id: 'u', file_size: 12 };
  expect(readInput(message({ document }))).toEqual({ kind: 'document', fileId: 'F1', sizeBytes: 12 });
});

test.each(['sticker', 'photo', 'voice', 'video', 'video_note', 'location', 'poll'])(
  'a %s is something other than an answer',
  (kind) => {
    expect(readInput(message({ [kind]: {}, caption: '۰۰۷۶۲۲۹۶۴۵' }))).toEqual({ kind: 'other' });
  },
);
