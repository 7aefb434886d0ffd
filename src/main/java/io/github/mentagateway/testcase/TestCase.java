package io.github.mentagateway.testcase;

import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.sandbox.Scenario;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One case of a file.
 *
 * @param at where it stands
 * @param expectation null while its author has not written one
 */
record TestCase(RouteYaml document, MappingNode at, String name, Scenario scenario, Node expectation) {}
