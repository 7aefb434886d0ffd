/**
 * The authors' test cases: what a notification must lead to, in YAML under {@code test-cases/}. Owns the format of the cases, how what
 * happened is told in it, and the comparison of both. Runs nothing itself: the routes run in the {@code sandbox}.
 *
 * <p>Door: {@link io.github.mentagateway.testcase.CaseRun}.
 */
package io.github.mentagateway.testcase;
