/** Notices on their way out of a world: by an SMS provider moved by hand, no e-inbox, and a chat that takes all. */
import type { Types } from 'mongoose';
import type { Channel, Delivery } from '../../models/notification.ts';
import { type DeliverDeps, deliver, type Sender } from '../../services/notifications/deliver.ts';
import { createKarpoosheSender, createSmsSender } from '../../services/notifications/senders.ts';
import { loadTexts } from '../../texts/texts.ts';
import { createSmsByHand } from './outside-by-hand.ts';
import { silentLog } from './silent-log.ts';
import { COURSE, type World } from './world.ts';

export type Deliveries = ReturnType<typeof createDeliveries>;

export function createDeliveries(world: World) {
  const { models, people, clock } = world;
  const texts = loadTexts();
  const sms = createSmsByHand();
  const deps: DeliverDeps = {
    models,
    people,
    clock,
    senders: {
      sms: createSmsSender({ models, clock, texts, provider: sms, log: silentLog }),
      karpooshe: createKarpoosheSender({ texts, provider: null }),
      chat: async () => ({ type: 'sent' }),
    },
  };
  return {
    sms,
    deps,
    /** The same with another way of sending SMS. */
    withSms: (sender: Sender): DeliverDeps => ({ ...deps, senders: { ...deps.senders, sms: sender } }),
    /** Delivers what was recorded and is not delivered yet, as the jobs do; to chats by this sender. */
    async deliverWoken(chat: Sender): Promise<void> {
      const { woken } = world;
      for (let call = woken.shift(); call; call = woken.shift()) {
        await deliver({ ...deps, senders: { ...deps.senders, chat } }, call.notification, call.channel);
      }
    },
    /** Somebody who has just enrolled, with this changed in their record, and the notice of it. */
    async enrolled(change: object = {}) {
      const who = await world.trainee({ balanceRials: COURSE.feeRials });
      await world.enrolments.enrol(await world.card(who, await world.course()));
      await models.Person.updateOne({ _id: who.person._id }, change);
      const filter = { person: who.person._id, event: 'enrolled' as const };
      const notice = await models.Notification.findOne(filter).orFail();
      return { who, notice: notice._id };
    },
    async stateOf(notice: Types.ObjectId, channel: Channel): Promise<Delivery> {
      return (await models.Notification.findById(notice).orFail().lean())[channel];
    },
  };
}
