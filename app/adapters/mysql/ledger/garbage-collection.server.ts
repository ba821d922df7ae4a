import { setFlagsFromString } from "node:v8";

/**
 * Two settings of the engine without which redemptions across a thousand lots wait for its collecting of garbage, which
 * takes the cores that the database needs (decision 029).
 *
 * It decides, once and for good, for each place in the code whose objects mostly lived through a collection, to make them
 * among those that live long, which those of a large batch do when it comes while they are in use. From then on dead
 * objects of all batches keep alive what they name until the next full collection, and each collection of young objects
 * takes 10 ms instead of 1.
 *
 * And where little is made that lives long, it lets the heap grow by 8 MB before it marks all of it again. The buffers of
 * what the database answers count until young objects are next collected, which is more than that: the whole heap was
 * marked at every fortieth redemption, for 25 ms. It may double now.
 */
export function calmGarbageCollection(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
  setFlagsFromString("--heap-growing-percent=100");
}
