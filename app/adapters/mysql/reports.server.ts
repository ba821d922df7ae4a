import type { Reports } from "../../usecases/ports/reports.ts";
import type { Database } from "./database.server.ts";
import { readAccountPage } from "./reports/account.server.ts";
import { readAgreement } from "./reports/agreement.server.ts";
import { readAttention } from "./reports/attention.server.ts";
import { readCreditsPage } from "./reports/credits.server.ts";
import { readHomeFigures } from "./reports/home.server.ts";
import { readMembers } from "./reports/members.server.ts";
import { readRefusedOpenings, readWaitingOpenings } from "./reports/waiting-openings.server.ts";
import { readProof } from "./reports/proof.server.ts";
import { readSync } from "./reports/sync.server.ts";
import { readMemberPeople } from "./reports/people.server.ts";

/** What the screens show, read from MySQL; the number of statements does not depend on the number of rows. */
export function createMysqlReports({ pool }: Pick<Database, "pool">): Reports {
  return {
    home: (programId) => readHomeFigures(pool, programId),
    proof: (programId) => readProof(pool, programId),
    agreement: (programId, query) => readAgreement(pool, programId, query),
    members: (programId, query) => readMembers(pool, programId, query),
    account: (programId, memberId, query) => readAccountPage(pool, programId, memberId, query),
    people: (programId, memberId) => readMemberPeople(pool, programId, memberId),
    credits: (programId, customer, query) => readCreditsPage({ pool }, programId, customer, query),
    waitingOpenings: (programId, query) => readWaitingOpenings(pool, programId, query),
    refusedOpenings: (programId, query) => readRefusedOpenings(pool, programId, query),
    sync: (programId, limit) => readSync(pool, programId, limit),
    attention: (programId, limit) => readAttention(pool, programId, limit),
  };
}
