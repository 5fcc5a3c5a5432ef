/**
 * The driver's own collection behind a model, for what nearly every message does.
 *
 * Mongoose makes a query object, clones and casts for each call, which cost as much processor time as the driver itself.
 * Here nothing is cast, checked or filled in by the schema: what is written must be whole and of the stored type, and
 * TypeScript holds us to it. Indexes, and everything that is done seldom, stay with the model.
 */
import type { mongo } from 'mongoose';

/** As much of a model as tells what it stores. Its whole type is so deep that comparing it depends on what was compared before. */
interface ModelOf<Stored> {
  collection: unknown;
  castObject(object: Record<string, unknown>): Stored;
}

export function direct<Stored>(model: ModelOf<Stored>): mongo.Collection<Stored & mongo.Document> {
  return model.collection as mongo.Collection<Stored & mongo.Document>;
}
