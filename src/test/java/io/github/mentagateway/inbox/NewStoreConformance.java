package io.github.mentagateway.inbox;

/** What the one store on two databases promises beyond what the two stores before it did. */
abstract class NewStoreConformance extends InboxConformance implements IdsSuite, SequenceSuite, UnansweredSuite, SupersededSuite,
    ResumedSuite, ClockSuite, CustodySuite, InterruptedSuite, LongLineSuite, RetriedLineSuite, BigBodiesSuite, QuietOutageSuite {}
