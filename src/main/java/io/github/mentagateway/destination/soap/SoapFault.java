package io.github.mentagateway.destination.soap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * A fault of SOAP 1.1 or 1.2.
 *
 * @param names its code, its subcodes, and the elements of its detail, without prefixes: what a route may name
 * @param isOfSecurity whether a code is one of WS-Security: the credentials are refused, which is the same for every call
 */
record SoapFault(List<String> names, String text, boolean isOfSecurity) {
  /** Those of the caller, in both versions; all others are the server's. */
  private static final Set<String> OF_CALLER =
      Set.of("Client", "Sender", "VersionMismatch", "MustUnderstand", "DataEncodingUnknown");
  /** Of OASIS, and what WSS4J says when it is to hide which of them it is. */
  private static final Set<String> SECURITY = Set.of(UsernameToken.SECURITY, "http://ws.apache.org/wss4j");

  static SoapFault of(Element fault) {
    List<Element> codes = Stream.concat(children(fault, "faultcode"), children(fault, "Code").flatMap(SoapFault::codes)).toList();
    List<String> names = new ArrayList<>();
    codes.stream().map(SoapFault::local).forEach(names::add);
    Stream.concat(children(fault, "detail"), children(fault, "Detail")).flatMap(detail -> SoapAnswer.elements(detail).stream())
        .map(Element::getLocalName).forEach(names::add);
    String text = Stream.concat(children(fault, "faultstring"), children(fault, "Reason").flatMap(reason -> children(reason, "Text")))
        .findFirst().map(Element::getTextContent).map(String::strip).orElse("");
    return new SoapFault(names.stream().filter(name -> name.matches("[\\w.-]{1,80}")).distinct().toList(), text,
        codes.stream().anyMatch(SoapFault::isOfSecurity));
  }

  private static Stream<Element> codes(Element code) {
    return Stream.concat(children(code, "Value"), children(code, "Subcode").flatMap(SoapFault::codes));
  }

  private static Stream<Element> children(Element parent, String name) {
    return SoapAnswer.elements(parent).stream().filter(child -> name.equals(child.getLocalName()));
  }

  private static String local(Element code) {
    return code.getTextContent().strip().replaceFirst("^[^:]*:", "");
  }

  private static boolean isOfSecurity(Element code) {
    String written = code.getTextContent().strip();
    int colon = written.indexOf(':');
    return colon > 0 && SECURITY.contains(String.valueOf(code.lookupNamespaceURI(written.substring(0, colon))));
  }

  /** SOAP 1.1 parts a code by dots: Client.Authentication is a Client. */
  boolean isOfCaller() {
    return !names.isEmpty() && OF_CALLER.contains(names.get(0).replaceFirst("\\..*", ""));
  }

  boolean isAnyOf(Set<String> some) {
    return names.stream().anyMatch(some::contains);
  }

  String code() {
    return names.isEmpty() ? "without a code" : String.join("/", names);
  }
}
