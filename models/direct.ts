/**
 * The driver's own collection behind a model, for what nearly every message does.
 *
 * Mongoose makes a query object, clones and casts for each call, which cost as much processor time as the driver itself.
 * Here nothing is cast, checked or filled in by the schema: what is written must be whole and of the stored type, and
 * TypeScript holds us to it. Indexes, and everything that is done seldom, stay with the model.
 */
import type { Model, mongo } from 'mongoose';

export function direct<Stored>(model: Model<Stored>): mongo.Collection<Stored & mongo.Document> {
  return model.collection as unknown as mongo.Collection<Stored & mongo.Document>;
}
