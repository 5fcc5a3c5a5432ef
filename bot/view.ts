/** What a person is shown: a text and buttons, before a messenger's way of sending it is known. */

/** A button under a message. */
export type Button =
  | { text: string; data: string }
  | { text: string; url: string }
  | { text: string; copy: string };

/** A key of the keyboard that takes the place of the phone's own. */
export type Key = { text: string; requestContact?: true };

export interface View {
  /** HTML as the texts give it: `<b>`, `<i>`, `<code>`, `<a>`. */
  text: string;
  buttons?: Button[][];
  /** Sets the keyboard below the chat; cannot go together with `buttons`. */
  keys?: Key[][];
}

/** A file, shown below what is in the chat. */
export interface FileView {
  /** A photo is seen in the chat itself; apps may make it smaller. */
  kind: 'document' | 'photo';
  /** With its ending, in ASCII: some apps garble others. */
  name: string;
  /** Called anew for each attempt to send it. */
  content(): AsyncIterable<Uint8Array>;
  /** Under the file; HTML like the text of a view. */
  caption: string;
  buttons?: Button[][];
}

/** The same view with what is to be said first above it: one message, where two would be noise. */
export function withReason(view: View, why: string | undefined): View {
  return why === undefined ? view : { ...view, text: `${why}\n\n${view.text}` };
}
