package io.github.mentagateway.alert;

import io.github.mentagateway.health.Troubles;
import io.github.mentagateway.inbox.LeasedState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the component needs of the process.
 *
 * @param troubles what is wrong now; may block on the store
 * @param folder where what was told by this instance is kept, as {@code alerts-NAME.json}
 * @param shared where instances on one store keep what was told of the store's troubles; empty when this is the only one
 * @param host how the machine is called in an alert
 * @param clock one that never jumps: by it alerts wait
 */
public record AlertServices(Supplier<Troubles> troubles, Path folder, Optional<LeasedState> shared, String host, Clock clock) {}
