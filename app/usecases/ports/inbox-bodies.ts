/** The bodies of webhooks, for forgetting. */
export interface InboxBodies {
  /**
   * Removes the bodies of the shop's finished events that `isAbout` says yes to; one that was set aside ends, because it
   * can never be applied again. Ids and outcomes stay. Answers how many events that are not finished yet say it, too,
   * `exceptId` left out.
   */
  remove(
    shopDomain: string,
    isAbout: (body: string) => boolean,
    exceptId: number,
  ): Promise<{ readonly unfinished: number }>;
  /**
   * Removes the bodies of all events of the shop but one and ends those that are not done. Ids and digests stay, so that
   * a body that comes again is known for what it is.
   */
  forgetShop(shopDomain: string, exceptId: number): Promise<void>;
  /** Ends an event that is being applied as posted and removes its body, in one step: it is never applied without. */
  end(shopDomain: string, id: number, reason: string): Promise<void>;
}
