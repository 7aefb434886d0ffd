package io.github.mentagateway.destination;

import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads XML of others: no DTD, so that no entity is expanded and nothing is fetched, and no deep nesting. */
public final class SafeXml {
  /** An answer is walked through by recursion. */
  private static final String MOST_NESTED = "100";

  private SafeXml() {}

  /** @throws SAXException when the text is no well-formed XML, or has a DTD; a {@link SAXParseException} says where */
  public static Document parse(String text) throws SAXException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setAttribute("jdk.xml.maxElementDepth", MOST_NESTED);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Thrown());
      return builder.parse(new InputSource(new StringReader(text)));
    } catch (ParserConfigurationException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The parser writes to the console otherwise. */
  private static final class Thrown implements ErrorHandler {
    @Override
    public void warning(SAXParseException warning) {
      // it is well-formed
    }

    @Override
    public void error(SAXParseException error) throws SAXException {
      throw error;
    }

    @Override
    public void fatalError(SAXParseException error) throws SAXException {
      throw error;
    }
  }
}
