package io.github.mentagateway.rehearsal;

import java.util.List;

/**
 * Notifications for which the same would change.
 *
 * @param changes such as {@code owner-mail: subject} or {@code crm: is reached now}; empty: nothing changes
 * @param ids of the notifications, in the order in which they came
 * @param action of the first of them
 * @param diff of the first of them: what was done with {@code -}, what would be done with {@code +}
 */
public record Group(List<String> changes, List<String> ids, String action, String diff) {}
