/**
 * JSON schemas, by which editors complete and check what authors write. Owns the schema of cases, and how the others are made of what they
 * describe, so that they never drift: Camel's own schema with the parameters of the kamelets and of {@code durable}, and the settings of
 * the shipped {@code config/application.properties}.
 * Door: {@link io.github.mentagateway.schema.Schemas}.
 */
package io.github.mentagateway.schema;
