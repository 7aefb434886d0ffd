package io.github.mentagateway.context;

import org.apache.camel.language.simple.SimpleLanguage;

/**
 * Camel's Simple language, which compiles each expression for the route that it stands in. Camel's own keeps compiled expressions for
 * all routes, each with the bean that it found, so that after a bean was edited even the new routes would call the old one. Nothing empties
 * what it keeps, and it takes no size of 0.
 */
final class FreshSimpleLanguage extends SimpleLanguage {

  /** Would make the places where expressions are kept. */
  @Override
  public void init() {
    // none is made
  }
}
