package io.github.mentagateway.destination.soap;

import io.github.mentagateway.destination.SafeXml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** What stands in the body of an envelope of either version, because a server that knows another one says so in its own. */
final class SoapAnswer {
  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  private final List<Element> content;

  private SoapAnswer(List<Element> content) {
    this.content = content;
  }

  /** Empty for what is no SOAP, such as the page of a proxy. */
  static Optional<SoapAnswer> read(String text) {
    // a byte order mark is no blank
    String xml = text.replaceFirst("^[\\s\\uFEFF]+", "");
    if (!xml.startsWith("<")) {
      return Optional.empty();
    }
    try {
      Element root = SafeXml.parse(xml).getDocumentElement();
      return isSoap(root, "Envelope") ? elements(root).stream().filter(part -> isSoap(part, "Body")).findFirst()
          .map(body -> new SoapAnswer(elements(body))) : Optional.empty();
    } catch (SAXException noXml) {
      return Optional.empty();
    }
  }

  private static boolean isSoap(Element element, String name) {
    return SoapVersion.isNamespace(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  Optional<SoapFault> fault() {
    return content.stream().filter(part -> isSoap(part, "Fault")).findFirst().map(SoapFault::of);
  }

  /** What the first element holds: its elements by their names, or its text when it has none. An empty map when there is no element. */
  Object value() {
    return content.isEmpty() ? Map.of() : value(content.get(0));
  }

  private static Object value(Element element) {
    List<Element> inner = elements(element);
    if (inner.isEmpty()) {
      return element.getAttributeNS(INSTANCE, "nil").matches("true|1") ? null : element.getTextContent();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, List<Object>> several = new LinkedHashMap<>();
    inner.forEach(part -> several.computeIfAbsent(part.getLocalName(), name -> new ArrayList<>()).add(value(part)));
    several.forEach((name, all) -> values.put(name, all.size() == 1 ? all.get(0) : all));
    return values;
  }

  static List<Element> elements(Node parent) {
    List<Element> elements = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
