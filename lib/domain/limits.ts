/**
 * Every limit and interval of the product in one place, units in the names. Relations between them are
 * asserted in limits.test.ts.
 */
export const limits = {
  /** Names of resources, nodes, services: UTF-8 characters. A longer one is refused with 422. */
  nameMaxChars: 4096,
  shortNameMaxChars: 200,
  pathMaxChars: 4096,
  commandMaxChars: 512,
  reasonMaxChars: 2000,
  bodyMaxBytes: 8 * 1024 * 1024,

  sessionTtlDefaultMs: 10_000,
  sessionTtlMinMs: 1_000,
  sessionTtlMaxMs: 3_600_000,
  /** Added to a TTL before an owner counts as lost: what the network and our own scheduling may cost. */
  ttlToleranceMs: 2_000,
  /** After a lost owner's TTL, before the next grant: the time an owner may take to notice and stop itself. */
  lockDelayDefaultMs: 5_000,
  lockDelayMaxMs: 3_600_000,
  acquireWaitMaxMs: 600_000,
  waitersPerResourceMax: 1_000,
  beatBatchMax: 10_000,

  /** After a restart of the server: owners may show themselves again before anything is concluded. */
  recoveryGraceMs: 15_000,
  /** How often owners are judged. */
  judgeIntervalMs: 500,
  /** Accrual: suspicion (−log10 of the chance that a beat is merely late) from which an owner is suspect. */
  suspectPhi: 8,
  /** A silent owner of which nothing newer is known than this is `unknown`, no longer `suspect`. */
  evidenceMaxAgeMs: 3_600_000,
  /** A lost session that holds nothing is forgotten after this. */
  lostSessionKeepMs: 600_000,
  /** Beats of one owner kept in memory with their exact time. */
  beatRingSize: 2_048,
  beatFoldFlushMs: 5_000,

  /** A refusal keeps a lock HOT for this long. */
  hotWindowMs: 60_000,
  refusalFlushMs: 500,

  agentBeatMs: 2_000,
  agentTtlMs: 10_000,
  agentScanMs: 2_000,
  agentReportLocksMax: 2_000,
  agentBufferEventsMax: 1_000,

  /** Whoever took, waited for or was refused a resource this lately may grab it again. */
  rosterWindowMs: 3_600_000,
  /** A plan that nobody confirmed is void after this; so is a confirmed one whose gates did not open. */
  planValidMs: 600_000,
  operationWaitMaxMs: 900_000,
  operationTickMs: 500,
  /** The acknowledgement opens the gate for this long. */
  ackWindowDefaultMs: 90_000,
  ackWindowMaxMs: 900_000,
  holdDefaultMs: 90_000,
  holdMaxMs: 1_800_000,
  drainDeadlineDefaultMs: 60_000,
  drainDeadlineMaxMs: 3_600_000,
  quarantineMinMs: 5_000,
  /** How long the named successor has to take the resource after the quarantine. */
  admitMs: 60_000,
  bypassDefaultMs: 120_000,
  bypassMaxMs: 600_000,
  killAfterMinMs: 1_000,
  killAfterMaxMs: 300_000,
  /** Ended clears that an agent remembers, so that none is done twice. */
  clearJournalMax: 1_000,
  /** A report of a unit or a scan older than this proves nothing for a gate. */
  gateEvidenceMaxAgeMs: 10_000,
  ordersWaitMaxMs: 25_000,
  /** Requests that a gateway for many devices may put into one. */
  gatewayBatchMax: 1_000,
  unitsPerSessionMax: 64,
  configMaxBytes: 256 * 1024,
  configsPerNodeMax: 200,
  configVersionsMax: 10_000,
  telemetryEveryMs: 2_000,
  /** Metrics of one configuration on one node. */
  telemetryMetricsMax: 50,
  telemetrySeriesMax: 20_000,
  /** An agent that was not heard of for this long is lost to a canary; one that does not do its order has this long. */
  canaryLostMs: 12_000,
  /** Those that could not be taken back by then are named, and come back when they can. */
  canaryAnswerMaxMs: 60_000,
  canaryRollbackMaxMs: 120_000,
  telemetryPointsPerReportMax: 1_000,
  telemetryRingSize: 600,
  hookOutputMaxBytes: 16 * 1024,
  hookTimeLimitDefaultMs: 30_000,
  pageAttemptsMax: 12,
  pageBackoffMinMs: 1_000,
  pageBackoffMaxMs: 300_000,
  pageTimeLimitMs: 10_000,
  pageTargetsMax: 50,
  pagesKeepMs: 90 * 86_400_000,

  /** The story's own nodes, and the most that one server is asked to bear. */
  drillNodesMin: 101,
  drillNodesMax: 10_000,
  /** A drill whose runner says nothing for this long is over, and what it left is removed. */
  drillSilentMs: 10_000,
  drillCoachLinesMax: 200,

  /** How often the rules of incidents look, and how often what they see of the fleet is noted while one is open. */
  incidentWatchMs: 500,
  /** A stale lock that refuses nobody, and a silent guardian, have to last this long to open one. */
  incidentPatienceMs: 5_000,
  /** Nodes that are refused or work less because of one resource, from which the fleet counts as affected. */
  incidentAffectedMin: 3,
  /** From this share of the fleet on, an incident is critical whatever holds the lock. */
  incidentFleetShare: 0.1,
  /** Two things that begin at one node, or with one owner, within this time are taken to have one cause. */
  incidentCauseMs: 300_000,
  /** All that is wrong has to be over for this long before an incident counts as mitigated. */
  incidentCalmMs: 10_000,
  /** What begins again within this time after the end is the same incident. */
  incidentReopenMs: 1_800_000,
  /** Shown and sampled before its beginning. */
  incidentBeforeMs: 600_000,
  /** It has to be calm for twice as long after each time that it came back, so many times. */
  incidentCalmDoublings: 5,
  /** Numbers of an open incident are written down at most this often. */
  incidentSampleMs: 1_000,
  incidentNotesMax: 500,
  /** Incidents that rules open side by side: what comes beyond has a place in the newest, lest a storm bury everything. */
  incidentOpenMax: 50,
  /** Signals that one incident keeps, and names of affected nodes: the first ones. */
  incidentSignalsMax: 200,
  incidentAffectedNamesMax: 500,
  incidentTimelineMax: 2_000,

  streamKeepAliveMs: 2_000,
  streamBacklogRevisions: 10_000,
  streamClientBufferMax: 4 * 1024 * 1024,
  feedWarnMs: 5_000,
  feedStaleMs: 15_000,

  /** The last events that the overview, and a wall, are told: of what is real, and of a drill. */
  overviewEventsMax: 30,
  overviewDrillEventsMax: 10,

  /** Saved views of one person, over all lists. */
  viewsPerPersonMax: 100,
  viewNameMaxChars: 80,
  viewQueryMaxChars: 4_000,

  pageLimitDefault: 200,
  pageLimitMax: 5_000,

  retentionBeatsMs: 30 * 86_400_000,
  retentionEventsMs: 90 * 86_400_000,
  retentionTombstonesMs: 90 * 86_400_000,
  retentionSweepMs: 600_000,

  signInAttemptsPerMinute: 10,
  userSessionMs: 12 * 3_600_000,
} as const;
