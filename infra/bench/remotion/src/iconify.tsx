// Stands in for `@iconify/react` on Remotion's side: the real one asks a server for its icons. The attributes are those that the real one writes.
import React from 'react';
import icons from '../build/icons.json';

type Data = {body: string; width: number; height: number};

export const Icon = ({icon, width, height, ...rest}: {icon: string; width?: number | string; height?: number | string} & Record<string, unknown>) => {
  const data = (icons as Record<string, Data>)[icon];
  if (!data) throw new Error(`No icon ${icon}: remotion.mjs bundles the ones that it finds named in the scenes, so write the name as a string.`);
  const size = height ?? width ?? '1em';
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width ?? size}
      height={size}
      viewBox={`0 0 ${data.width} ${data.height}`}
      dangerouslySetInnerHTML={{__html: data.body}}
      {...rest}
    />
  );
};
