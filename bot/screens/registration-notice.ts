/** What the chat that had a registration is told when it goes on elsewhere, or was given up there (N3). */
import { Types } from 'mongoose';
import type { FormName } from '../../models/draft.ts';
import type { Notification } from '../../models/notification.ts';
import { below, tap } from '../callback-data.ts';
import { refOf } from '../form-ref.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { registeredBy } from './registered.ts';

export async function registrationNotice(visit: Visit, { event, params }: Notification): Promise<View> {
  const { texts, services } = visit;
  const form = params.form as FormName;
  const answers = typeof params.trainee === 'string' ? { trainee: params.trainee } : {};
  const by = await services.accounts.byId(new Types.ObjectId(String(params.by)));
  const who = await registeredBy(visit, { form, answers });
  const ref = refOf({ _id: new Types.ObjectId(String(params.draft)), form });
  const takeOver = [{ text: texts.plain('button-take-over'), data: below(tap.takeOver.pack(ref)) }];
  const home = [{ text: texts.plain('button-home'), data: below(tap.home.pack()) }];
  return {
    text: texts.chat(`chat-${event}`, { who, place: by?.platform ?? 'telegram' }),
    buttons: event === 'registration-moved' ? [takeOver, home] : [home],
  };
}
