/**
 * Reads and writes networks in the ONNX format: the parts of onnx.proto3 that occur in the networks that are read here.
 */
import protobuf from 'protobufjs';

const definitions = `
  syntax = "proto3";
  message OperatorSetIdProto { string domain = 1; int64 version = 2; }
  message TensorProto {
    repeated int64 dims = 1;
    int32 data_type = 2;
    string name = 8;
    bytes raw_data = 9;
  }
  message AttributeProto {
    string name = 1;
    float f = 2;
    int64 i = 3;
    bytes s = 4;
    TensorProto t = 5;
    repeated float floats = 7;
    repeated int64 ints = 8;
    int32 type = 20;
  }
  message NodeProto {
    repeated string input = 1;
    repeated string output = 2;
    string name = 3;
    string op_type = 4;
    repeated AttributeProto attribute = 5;
  }
  message TensorShapeProto {
    message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
    repeated Dimension dim = 1;
  }
  message TypeProto {
    message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
    Tensor tensor_type = 1;
  }
  message ValueInfoProto { string name = 1; TypeProto type = 2; }
  message GraphProto {
    repeated NodeProto node = 1;
    string name = 2;
    repeated TensorProto initializer = 5;
    repeated ValueInfoProto input = 11;
    repeated ValueInfoProto output = 12;
  }
  message ModelProto {
    int64 ir_version = 1;
    repeated OperatorSetIdProto opset_import = 8;
    GraphProto graph = 7;
  }`;

const Model = protobuf.parse(definitions, { keepCase: true }).root.lookupType('ModelProto');

/** @typedef {{ dims: number[], data_type: number, name: string, raw_data: Uint8Array }} TensorProto */
/** @typedef {{ name: string, type: number, f?: number, i?: number, t?: TensorProto, ints?: number[] }} Attribute */
/** @typedef {{ input: string[], output: string[], name: string, op_type: string, attribute: Attribute[] }} GraphNode */
/** @typedef {{ name: string, type: any }} ValueInfo */
/** @typedef {{ node: GraphNode[], initializer: TensorProto[], input: ValueInfo[], output: ValueInfo[] }} Graph */
/** @typedef {{ graph: Graph, opset_import: { domain: string, version: number }[] }} Network */

/**
 * @param {Uint8Array} bytes
 * @returns {Network}
 */
export function decodeNetwork(bytes) {
  return /** @type {Network} */ (Model.toObject(Model.decode(bytes), { longs: Number, arrays: true }));
}

/**
 * @param {Network} network
 * @returns {Uint8Array}
 */
export function encodeNetwork(network) {
  return Model.encode(Model.fromObject(network)).finish();
}
