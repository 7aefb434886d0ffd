package io.github.mentagateway.sandbox;

import java.util.Map;

/**
 * What a system was asked.
 *
 * @param step the id of the route's step that called; null when it has none
 * @param fields by kind: {@code method}, {@code url}, {@code headers} and {@code body} of an HTTP request; {@code database}, {@code sql} and
 *     {@code parameters} of a statement; {@code database}, {@code call}, {@code parameters} and {@code out} of a procedure's call; {@code to}, {@code from}, {@code subject}, {@code text} and so on of a mail; {@code endpoint},
 *     {@code headers} and {@code body} of anything else. Values are texts, numbers, booleans, lists and maps.
 */
public record Call(String step, Map<String, Object> fields) {}
