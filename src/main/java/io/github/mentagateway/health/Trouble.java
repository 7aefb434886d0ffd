package io.github.mentagateway.health;

/**
 * Something that is wrong, as {@code status} shows it.
 *
 * @param key the same for as long as it lasts, such as {@code down:fulfilment}; its part before the {@code :} says what kind it is
 * @param text one sentence, which holds no personal data
 * @param next what a person does about it; empty when the text says so
 * @param shared whether it is the store's, so that all instances on it see the same
 */
public record Trouble(String key, String text, String next, boolean shared) {}
