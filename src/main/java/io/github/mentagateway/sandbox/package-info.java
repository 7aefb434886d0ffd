/**
 * Tries routes out. The route files run unchanged in a Camel of their own, on a real store that is thrown away, with one thread and a clock
 * that is moved; nothing outside is reached: HTTP, databases, mail servers and every other system answer what a script says, and what they
 * were asked is told. Owns these stand-ins for systems, and which deliveries and calls a notification led to. Judges nothing: what is right
 * is for those who ask.
 *
 * <p>Door: {@link io.github.mentagateway.sandbox.Sandbox}.
 */
package io.github.mentagateway.sandbox;
