/** Groups, where everybody may look at a course, and channels, to which staff post one. */
import { COURSES } from '../../test/support/enrolling.ts';
import { toHome } from './stages.ts';
import type { Walk } from './walk.ts';

/** Named in the settings of the sandbox's app. */
const ADMINISTRATOR = '9994010131';

export const ROOMS: readonly Walk[] = [
  {
    name: 'a group looks at courses',
    async run(visitor, world) {
      await world.course('second-part', { prerequisites: [COURSES.free.code] });
      const group = await visitor.inRoom('group');
      await group.does({ bot: 'member' });
      await group.stopsAt('group: introduction', 'group-introduction', 'button-private-chat');
      const asked = [
        ['/start', 'private-only'],
        ['/course', 'group-course-code-missing'],
        ['/course nothing-of-the-kind', 'group-course-unknown'],
        [`/course ${COURSES.cheap.code}`, 'course-card-open'],
        [`/course ${COURSES.full.code}`, 'course-card-full'],
        [`/course ${COURSES.notYetOpen.code}`, 'course-card-not-yet-open'],
        [`/course ${COURSES.closed.code}`, 'course-card-closed'],
        ['/course glass101', 'course-card-cancelled'],
        ['/course second-part', 'course-after'],
      ] as const;
      for (const [text, key] of asked) {
        await group.says(text);
        await group.stopsAt(`group: ${key}`, key);
      }
    },
  },
  {
    name: 'somebody who is no staff posts a course',
    async run(visitor) {
      await toHome(visitor);
      await visitor.says(`/post ${COURSES.cheap.code} @somewhere`);
      await visitor.stopsAt('post: not staff', 'post-not-staff', 'home');
    },
  },
  {
    name: 'staff post a course to a channel',
    // There is one administrator, who moves to the chat of each walk.
    alone: true,
    who: { nationalCode: ADMINISTRATOR },
    async run(visitor) {
      await toHome(visitor);
      const channel = await visitor.inRoom('channel');
      const post = `/post ${COURSES.cheap.code} ${channel.address}`;
      await visitor.says('/post');
      await visitor.stopsAt('post: how', 'post-usage', 'home');
      await visitor.says(post);
      await visitor.stopsAt('post: the bot may not', 'post-not-admin');
      await channel.does({ bot: 'administrator' });
      await visitor.says(`/post nothing-of-the-kind ${channel.address}`);
      await visitor.stopsAt('post: no such course', 'post-unknown-course');
      await visitor.says(`/post ${COURSES.cheap.code} @no_such_channel_at_all`);
      await visitor.stopsAt('post: no such channel', 'post-no-such-channel');
      await visitor.says(post);
      await visitor.stopsAt('post: done', 'post-done');
      await channel.stopsAt('channel: a course', 'course-card-open', 'button-enrol-here');
    },
  },
];
