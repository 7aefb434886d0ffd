package io.github.mentagateway.delivery;

import io.github.mentagateway.settings.Rate;
import io.github.mentagateway.settings.Window;

/**
 * How this instance reads a channel now.
 *
 * @param concurrency how many attempts may be under way at most; {@code allowed} of them at present, as quick as the destination is
 */
public record Reading(Window window, Rate rate, int concurrency, int allowed) {}
