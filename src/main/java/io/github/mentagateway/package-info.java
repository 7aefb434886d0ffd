/**
 * Menta Gateway. A notification's way through the packages: {@code intake} lets it in, {@code envelope} reads it, and {@code durable} hands
 * it to the {@code inbox}, whose promises the {@code store} keeps. {@code delivery} runs the routes that read it, whose kamelets rest on
 * {@code destination}. Around them are {@code management} and {@code cli} for people, {@code routes} for the route files, {@code check},
 * {@code sandbox} and {@code testcase} for those who edit them, {@code context} for what runs them, {@code credentials}, {@code settings},
 * {@code privacy}, {@code failure} and {@code lib} for all, {@code standins} for the first run, and {@code runtime}, which puts everything
 * together. {@code simulator} sees the gateway only from outside.
 */
package io.github.mentagateway;
