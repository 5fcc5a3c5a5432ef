/** Puts the page together. */
import { createAttachments } from './attachments.js';
import { createBotFace } from './bot-face.js';
import { createChatView } from './chat.js';
import { createComposer } from './composer.js';
import { byId } from './element.js';
import { chatOfAddress, createFollow, rememberInAddress } from './follow.js';
import { listen } from './live.js';
import { createNewPerson } from './new-person.js';
import { attempt } from './notices.js';
import { createPanes } from './panes.js';
import { createPeopleList } from './people-list.js';
import { listenToPresses } from './presses.js';
import { createReplyKeyboard } from './reply-keyboard.js';
import { createSidePanel } from './side-panel/side-panel.js';
import { createSuggestions } from './suggestions.js';
import { createTheme } from './theme.js';
import { createVisit } from './visit.js';
import { createWorld } from './world.js';

const world = createWorld();

createTheme();
createPanes(world);
createPeopleList(world);
createNewPerson(world);
createSuggestions(world);
createChatView(world);
createBotFace(world);
createReplyKeyboard(world);
createAttachments(world);
const composer = createComposer(world);
const visit = createVisit({ follow: (address) => follow(address) });
const follow = createFollow(world, { visit: visit.open, offerStart: composer.showWhatIsPossible });
listenToPresses(world, { follow, edit: composer.edit });
createSidePanel(world, { follow });
rememberInAddress(world);
world.opened.on(visit.close);
document.addEventListener('visibilitychange', () => world.current && world.chatChanged.emit(world.current));

world.connected.on((connected) => {
  byId('connection').dataset.connected = String(connected);
  byId('connection-text').textContent = connected ? 'به‌روز' : 'در حال اتصال…';
  // Live updates may have been missed, so all is read again; a live update that comes meanwhile is kept.
  if (connected) void attempt(() => world.load(world.current ?? chatOfAddress(world)));
});
listen(world);
