package io.github.mentagateway.destination;

/**
 * What of a template is in Camel's Simple language.
 *
 * @param at where it begins in the template, in characters
 */
public record SimpleText(String text, int at) {}
