/**
 * Menta Gateway. A notification's way through the packages: {@code intake} lets it in, {@code envelope} reads it, {@code durable} hands
 * it to the {@code inbox}, which keeps it; {@code delivery} runs the routes that read it, whose kamelets rest on {@code destination}.
 * Around them: {@code management} and {@code cli} for people, {@code credentials}, {@code settings}, {@code privacy} and {@code lib} for
 * all, {@code standins} for the first run, and {@code runtime}, which puts everything together.
 */
package io.github.mentagateway;
