package io.github.mentagateway.destination.soap;

import io.github.mentagateway.tls.TestAuthority;
import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebFault;
import jakarta.xml.ws.soap.SOAPBinding;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.configuration.jsse.TLSServerParameters;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.cxf.transport.http_jetty.JettyHTTPServerEngineFactory;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.dom.handler.WSHandlerConstants;

/** A SOAP service of Apache CXF, made of Java classes as companies have them. */
final class OwnershipService implements AutoCloseable {
  record Call(String ticket, String owner, List<String> headers) {}

  /** What the service shall do with the next calls. */
  interface Behaviour {
    String changeOwner(String ticket, String owner) throws UnknownTicket;
  }

  @WebFault(name = "UnknownTicket", targetNamespace = "urn:tickets")
  public static final class UnknownTicket extends Exception {
    public UnknownTicket(String message) {
      super(message);
    }

    public String getFaultInfo() {
      return "4711";
    }
  }

  @WebService(name = "Ownership", targetNamespace = "urn:tickets")
  public interface Ownership {
    @WebMethod(action = "urn:tickets/ChangeOwner")
    @WebResult(name = "status")
    String changeOwner(@WebParam(name = "ticket") String ticket, @WebParam(name = "owner") String owner) throws UnknownTicket;
  }

  /** The same for both versions. */
  private abstract static class Implementation implements Ownership {
    private final OwnershipService service;

    Implementation(OwnershipService service) {
      this.service = service;
    }

    @Override
    public String changeOwner(String ticket, String owner) throws UnknownTicket {
      Map<?, ?> headers = (Map<?, ?>) PhaseInterceptorChain.getCurrentMessage().get(Message.PROTOCOL_HEADERS);
      service.calls.add(new Call(ticket, owner, List.of("" + headers.get("Idempotency-Key"), "" + headers.get("Content-Type"))));
      return service.behaviour.changeOwner(ticket, owner);
    }
  }

  @WebService(endpointInterface = "io.github.mentagateway.destination.soap.OwnershipService$Ownership", targetNamespace = "urn:tickets")
  @BindingType(SOAPBinding.SOAP11HTTP_BINDING)
  public static final class InVersion11 extends Implementation {
    InVersion11(OwnershipService service) {
      super(service);
    }
  }

  @WebService(endpointInterface = "io.github.mentagateway.destination.soap.OwnershipService$Ownership", targetNamespace = "urn:tickets")
  @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
  public static final class InVersion12 extends Implementation {
    InVersion12(OwnershipService service) {
      super(service);
    }
  }

  final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
  volatile Behaviour behaviour = (ticket, owner) -> "OK";
  private final List<Server> servers = new ArrayList<>();
  private final Bus bus = BusFactory.newInstance().createBus();
  private final String address;

  OwnershipService() throws Exception {
    this(null);
  }

  /** @param tls null for none */
  OwnershipService(TestAuthority.Pair tls) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    if (tls != null) {
      TLSServerParameters parameters = new TLSServerParameters();
      parameters.setKeyManagers(keys(tls));
      bus.getExtension(JettyHTTPServerEngineFactory.class).setTLSServerParametersForPort("localhost", port, parameters);
    }
    address = (tls == null ? "http" : "https") + "://localhost:" + port + "/";
    serve("1.1", new InVersion11(this), null);
    serve("1.2", new InVersion12(this), null);
    serve("text", new InVersion11(this), "PasswordText");
    serve("digest", new InVersion12(this), "PasswordDigest");
  }

  private static KeyManager[] keys(TestAuthority.Pair pair) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", pair.key(), new char[0], new Certificate[] {pair.certificate()});
    KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private void serve(String path, Ownership implementation, String passwordType) {
    JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
    factory.setBus(bus);
    factory.setServiceBean(implementation);
    factory.setAddress(address + path);
    if (passwordType != null) {
      CallbackHandler passwords = callbacks -> {
        for (Callback callback : callbacks) {
          ((WSPasswordCallback) callback).setPassword("p<&>\"w]]>d");
        }
      };
      factory.getInInterceptors().add(new WSS4JInInterceptor(Map.of(WSHandlerConstants.ACTION, WSHandlerConstants.USERNAME_TOKEN,
          WSHandlerConstants.PASSWORD_TYPE, passwordType, WSHandlerConstants.PW_CALLBACK_REF, passwords)));
    }
    servers.add(factory.create());
  }

  String url() {
    return address;
  }

  /** A fault as the service raises it by itself. */
  static SoapFault fault(String namespace, String code, String text) {
    return new SoapFault(text, new QName(namespace, code));
  }

  @Override
  public void close() {
    servers.forEach(Server::destroy);
    bus.shutdown(true);
  }
}
